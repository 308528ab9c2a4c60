package org.lookalike.cli.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Parquet file: the library's encodings and metadata, put into a file here, because the library's own file writer
 * cannot be had without Hadoop. Keeps one row group in memory.
 */
final class ParquetFileWriter implements TableWriter {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 1;
    /** Large enough to read quickly, small enough to hold. */
    private static final long ROW_GROUP_BYTES = 32 << 20;

    private final OutputStream out;
    private final List<Column> columns;
    private final MessageType schema;
    private final List<RowGroup> groups = new ArrayList<>();
    private long offset;
    private long rows;
    private @Nullable Group group;

    ParquetFileWriter(OutputStream out, List<Column> columns) throws IOException {
        this.out = out;
        this.columns = List.copyOf(columns);
        this.schema = ParquetSchema.of(columns);
        write(MAGIC);
    }

    @Override
    public void row(@Nullable Object... cells) throws IOException {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of %d cells for %d columns".formatted(cells.length, columns.size()));
        }
        if (group == null) {
            group = new Group(schema);
        }
        group.consumer.startMessage();
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            if (cell != null) {
                group.consumer.startField(columns.get(i).name(), i);
                value(group.consumer, columns.get(i), cell);
                group.consumer.endField(columns.get(i).name(), i);
            }
        }
        group.consumer.endMessage();
        group.rows++;
        if (group.store.getBufferedSize() >= ROW_GROUP_BYTES) {
            flush(group);
        }
    }

    @Override
    public void finish() throws IOException {
        if (group != null) {
            flush(group);
        }
        long footer = offset;
        FileMetaData metadata = new FileMetaData(FORMAT_VERSION, ParquetSchema.elements(schema), rows, groups);
        metadata.setCreated_by("lookalike");
        Counting counting = new Counting();
        Util.writeFileMetaData(metadata, counting);
        write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (offset - footer))
                .array());
        write(MAGIC);
        out.flush();
    }

    private void flush(Group full) throws IOException {
        full.consumer.flush();
        full.store.flush();
        List<ColumnChunk> chunks = new ArrayList<>();
        long bytes = 0;
        for (ColumnDescriptor column : schema.getColumns()) {
            ParquetChunk chunk = full.chunk(column);
            chunks.add(chunk.writeTo(out, offset));
            offset += chunk.size();
            bytes += chunk.uncompressedSize();
        }
        full.store.close();
        groups.add(new RowGroup(chunks, bytes, full.rows));
        rows += full.rows;
        group = null;
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        offset += bytes.length;
    }

    private static void value(RecordConsumer consumer, Column column, Object cell) {
        switch (column.type()) {
            case TEXT -> consumer.addBinary(Binary.fromString((String) cell));
            case INSTANT -> consumer.addLong(((Instant) cell).toEpochMilli());
            case INTEGER -> consumer.addInteger((Integer) cell);
            case LONG -> consumer.addLong((Long) cell);
            case FLOAT -> consumer.addFloat((Float) cell);
            case DOUBLE -> consumer.addDouble((Double) cell);
            case FLOATS -> floats(consumer, (float[]) cell);
            case TEXTS -> texts(consumer, (List<?>) cell);
            case ATTRIBUTES -> attributes(consumer, (Map<?, ?>) cell);
        }
    }

    private static void floats(RecordConsumer consumer, float[] values) {
        consumer.startGroup();
        if (values.length > 0) {
            consumer.startField("list", 0);
            for (float value : values) {
                consumer.startGroup();
                consumer.startField("element", 0);
                consumer.addFloat(value);
                consumer.endField("element", 0);
                consumer.endGroup();
            }
            consumer.endField("list", 0);
        }
        consumer.endGroup();
    }

    private static void texts(RecordConsumer consumer, List<?> values) {
        consumer.startGroup();
        if (!values.isEmpty()) {
            consumer.startField("list", 0);
            for (Object value : values) {
                consumer.startGroup();
                text(consumer, "element", 0, value);
                consumer.endGroup();
            }
            consumer.endField("list", 0);
        }
        consumer.endGroup();
    }

    private static void attributes(RecordConsumer consumer, Map<?, ?> values) {
        consumer.startGroup();
        if (!values.isEmpty()) {
            consumer.startField("key_value", 0);
            values.forEach((key, value) -> {
                consumer.startGroup();
                text(consumer, "key", 0, key);
                text(consumer, "value", 1, value);
                consumer.endGroup();
            });
            consumer.endField("key_value", 0);
        }
        consumer.endGroup();
    }

    private static void text(RecordConsumer consumer, String field, int index, Object value) {
        consumer.startField(field, index);
        consumer.addBinary(Binary.fromString(value.toString()));
        consumer.endField(field, index);
    }

    /** Counts what passes into the file. */
    private final class Counting extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            out.write(value);
            offset++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            offset += length;
        }
    }

    /** Rows that are written together. */
    private static final class Group {
        private final Map<ColumnDescriptor, ParquetChunk> chunks = new LinkedHashMap<>();
        private final ColumnWriteStore store;
        private final RecordConsumer consumer;
        private long rows;

        private Group(MessageType schema) {
            ParquetProperties.Builder properties =
                    ParquetProperties.builder().withWriterVersion(WriterVersion.PARQUET_1_0);
            for (ColumnDescriptor column : schema.getColumns()) {
                boolean isFloat = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.FLOAT;
                // Coordinates neither repeat nor shrink.
                properties.withDictionaryEncoding(String.join(".", column.getPath()), !isFloat);
                chunks.put(column, new ParquetChunk(column, !isFloat));
            }
            store = properties.build().newColumnWriteStore(schema, this::chunk);
            consumer = new ColumnIOFactory().getColumnIO(schema).getRecordWriter(store);
        }

        private ParquetChunk chunk(ColumnDescriptor column) {
            return Objects.requireNonNull(chunks.get(column));
        }
    }
}
