package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.kafka.HangingTransactions.Hanging;

final class HangingTransactionsTest {
    private static final TopicPartition PARTITION = new TopicPartition("images.arrived", 4);
    private static final Hanging HANGING = new Hanging(PARTITION, 1_004, (short) 982, 8, 1_343);

    @Test
    void aPartitionTellsItsOpenTransactions() {
        ProducerState open = new ProducerState(1_004, 982, 0, 1L, OptionalInt.of(8), OptionalLong.of(1_343));
        ProducerState ended = new ProducerState(1_000, 0, 511, 1L, OptionalInt.empty(), OptionalLong.empty());

        assertThat(HangingTransactions.open(Map.of(PARTITION, new PartitionProducerState(List.of(open, ended)))))
                .containsExactly(HANGING);
    }

    @Test
    void aTransactionThatACoordinatorHasOpenOnThisPartitionDoesNotHang() {
        assertThat(HangingTransactions.unknown(List.of(HANGING), Map.of(1_004L, Set.of(PARTITION))))
                .isEmpty();
    }

    @Test
    void aTransactionHangsWhereItsProducersOneIsOfOtherPartitionsOrThereIsNone() {
        TopicPartition other = new TopicPartition("images.arrived", 5);

        assertThat(HangingTransactions.unknown(List.of(HANGING), Map.of(1_004L, Set.of(other))))
                .containsExactly(HANGING);
        assertThat(HangingTransactions.unknown(List.of(HANGING), Map.of(7L, Set.of(PARTITION))))
                .containsExactly(HANGING);
    }
}
