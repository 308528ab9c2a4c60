package org.lookalike.admin.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.kafka.Records;

/**
 * What compaction would leave of one partition: reads it twice, and keeps an offset for each key in between instead of the
 * records themselves.
 */
public final class NewestRecords {
    private NewestRecords() {}

    /**
     * Passes on the newest record of each key, unless that is a tombstone, in the order of their offsets.
     *
     * @param pass reads the partition once, in order
     * @return how many keys changed so soon that their records were gone at the second reading
     */
    public static long forEach(
            Consumer<Consumer<ConsumerRecord<byte[], byte[]>>> pass, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<String, Long> newest = new HashMap<>();
        pass.accept(record -> {
            String key = Records.text(record.key());
            if (key != null && record.value() == null) {
                newest.remove(key);
            } else if (key != null) {
                newest.put(key, record.offset());
            }
        });
        pass.accept(record -> {
            String key = Records.text(record.key());
            if (key != null && newest.remove(key, record.offset())) {
                each.accept(record);
            }
        });
        return newest.size();
    }
}
