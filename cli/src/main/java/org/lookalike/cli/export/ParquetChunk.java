package org.lookalike.cli.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** The pages of one column in one row group, kept until the group is written. */
final class ParquetChunk implements PageWriter {
    private final ColumnDescriptor column;
    private final boolean compressed;
    private final ByteArrayOutputStream dictionary = new ByteArrayOutputStream();
    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private final Set<org.apache.parquet.format.Encoding> encodings = new TreeSet<>();
    private long values;
    private long uncompressedBytes;

    /** @param compressed whether pages are worth the time that GZIP takes */
    ParquetChunk(ColumnDescriptor column, boolean compressed) {
        this.column = column;
        this.compressed = compressed;
    }

    /**
     * Writes the chunk.
     *
     * @param offset where in the file the stream stands
     * @return what the footer says of it
     */
    ColumnChunk writeTo(OutputStream out, long offset) throws IOException {
        dictionary.writeTo(out);
        pages.writeTo(out);
        ColumnMetaData about = new ColumnMetaData(
                ParquetSchema.stored(column.getPrimitiveType().getPrimitiveTypeName()),
                List.copyOf(encodings),
                List.of(column.getPath()),
                compressed ? CompressionCodec.GZIP : CompressionCodec.UNCOMPRESSED,
                values,
                uncompressedBytes,
                size(),
                offset + dictionary.size());
        if (dictionary.size() > 0) {
            about.setDictionary_page_offset(offset);
        }
        ColumnChunk chunk = new ColumnChunk(offset);
        chunk.setMeta_data(about);
        return chunk;
    }

    long size() {
        return (long) dictionary.size() + pages.size();
    }

    long uncompressedSize() {
        return uncompressedBytes;
    }

    /** Replaced in the interface by the one that is told the rows too; still to be there. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Nobody here calls it.
    public void writePage(
            BytesInput bytes,
            int valueCount,
            Statistics<?> statistics,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding valuesEncoding)
            throws IOException {
        writePage(bytes, valueCount, 0, statistics, repetitionLevels, definitionLevels, valuesEncoding);
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding valuesEncoding)
            throws IOException {
        DataPageHeader header = new DataPageHeader(
                valueCount, format(valuesEncoding), format(definitionLevels), format(repetitionLevels));
        PageHeader page = new PageHeader(PageType.DATA_PAGE, 0, 0);
        page.setData_page_header(header);
        append(pages, page, bytes);
        values += valueCount;
    }

    /** What the library's writer of columns calls; sizes and shapes are not kept. */
    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            SizeStatistics sizes,
            GeospatialStatistics shapes,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding valuesEncoding)
            throws IOException {
        writePage(bytes, valueCount, rowCount, statistics, repetitionLevels, definitionLevels, valuesEncoding);
    }

    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetitionLevels,
            BytesInput definitionLevels,
            Encoding valuesEncoding,
            BytesInput data,
            Statistics<?> statistics) {
        throw new UnsupportedOperationException("pages are written in version 1, which every reader knows");
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 0, 0);
        header.setDictionary_page_header(
                new DictionaryPageHeader(page.getDictionarySize(), format(page.getEncoding())));
        append(dictionary, header, page.getBytes());
    }

    @Override
    public long getMemSize() {
        return size();
    }

    @Override
    public long allocatedSize() {
        return size();
    }

    @Override
    public String memUsageString(String prefix) {
        return "%s %s: %,d bytes".formatted(prefix, column, size());
    }

    private void append(ByteArrayOutputStream to, PageHeader header, BytesInput bytes) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) bytes.size());
        if (compressed) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
                bytes.writeAllTo(gzip);
            }
        } else {
            bytes.writeAllTo(body);
        }
        header.setUncompressed_page_size((int) bytes.size());
        header.setCompressed_page_size(body.size());
        int before = to.size();
        Util.writePageHeader(header, to);
        uncompressedBytes += to.size() - before + bytes.size();
        body.writeTo(to);
    }

    private org.apache.parquet.format.Encoding format(Encoding encoding) {
        var found = org.apache.parquet.format.Encoding.valueOf(encoding.name());
        encodings.add(found);
        return found;
    }
}
