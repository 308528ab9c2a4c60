package org.lookalike.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Makes all state stores of the process share one cache and one limit of write buffers: by itself each of some dozens would
 * take up to 100 MB. Instantiated by Kafka Streams, which passes its properties.
 */
public final class BoundedRocksDbConfig implements RocksDBConfigSetter {
    /** The property that says how many bytes, a {@link Long}. */
    public static final String BYTES = "lookalike.state.bytes";

    private static final Map<Long, Shared> SHARED = new ConcurrentHashMap<>();
    /** Of the memory, for write buffers; the rest is the cache. */
    private static final double WRITE_SHARE = 0.5;

    private static final int MIN_BUFFER = 64 << 10;
    private static final int MAX_BUFFER = 4 << 20;
    private static final int BUFFERS = 2;
    private static final int STORES = 32;

    /** The memory of one size; never freed. */
    record Shared(Cache cache, WriteBufferManager buffers) {
        static Shared of(long bytes) {
            Cache cache = new LRUCache(bytes, -1, false, 0);
            return new Shared(cache, new WriteBufferManager((long) (bytes * WRITE_SHARE), cache));
        }
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        long bytes = Long.parseLong(String.valueOf(configs.get(BYTES)));
        Shared shared = SHARED.computeIfAbsent(bytes, Shared::of);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(shared.cache());
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(shared.buffers());
        options.setWriteBufferSize(Math.max(MIN_BUFFER, Math.min(MAX_BUFFER, (long) (bytes * WRITE_SHARE) / STORES)));
        options.setMaxWriteBufferNumber(BUFFERS);
    }

    /** The shared memory outlives each store. */
    @Override
    public void close(String storeName, Options options) {}
}
