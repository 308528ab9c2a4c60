package org.lookalike.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageArrived;
import org.lookalike.schemas.Topic.Cleanup;

class TopicsTest {
    @Test
    void namesEveryTopicOnceInTheOrderOfAnImagesPath() {
        assertThat(Topics.all())
                .extracting(Topic::name)
                .containsExactly(
                        "images.inbox",
                        "images.arrived",
                        "images.deletions",
                        "images.quarantined",
                        "vectors",
                        "spaces",
                        "refits",
                        "clusters",
                        "alerts",
                        "audits",
                        "labels",
                        "map",
                        "search.requests",
                        "search.replies");
    }

    @Test
    void onlyTheInboxCarriesPlainBytes() {
        assertThat(Topics.all()).filteredOn(topic -> !topic.isAvro()).containsExactly(Topics.IMAGES_INBOX);
        assertThat(Topics.all())
                .filteredOn(Topic::isAvro)
                .allSatisfy(topic -> assertThat(SpecificRecord.class).isAssignableFrom(topic.valueType()));
    }

    @Test
    void keepsTheNewestOfEachImageAndForgetsTheRest() {
        assertThat(Topics.IMAGES_ARRIVED.cleanup())
                .isEqualTo(new Cleanup.Compact(Topics.TOMBSTONE_RETENTION, Topics.COMPACTION_LAG));
        assertThat(Topics.VECTORS.cleanup())
                .isEqualTo(new Cleanup.Compact(Topics.TOMBSTONE_RETENTION, Topics.COMPACTION_LAG));
        assertThat(Topics.IMAGES_INBOX.cleanup()).isEqualTo(new Cleanup.After(Duration.ofDays(1)));
        assertThat(Topics.IMAGES_QUARANTINED.cleanup()).isEqualTo(new Cleanup.After(Duration.ofDays(30)));
        assertThat(Topics.SEARCH_REQUESTS.cleanup()).isEqualTo(new Cleanup.After(Duration.ofHours(1)));
        assertThat(Topics.SEARCH_REPLIES.cleanup()).isEqualTo(new Cleanup.After(Duration.ofHours(1)));
    }

    @Test
    void imagesThatMeetByIdHaveTheSameNumberOfPartitions() {
        assertThat(Topics.all())
                .filteredOn(topic -> !Set.of(Topics.SPACES, Topics.REFITS, Topics.LABELS, Topics.MAP, Topics.AUDITS)
                        .contains(topic))
                .extracting(Topic::partitions)
                .containsOnly(6);
    }

    @Test
    void whatMustBeSeenInOneOrderHasOnePartition() {
        assertThat(Topics.SPACES.partitions()).isOne();
        assertThat(Topics.REFITS.partitions()).isOne();
        assertThat(Topics.LABELS.partitions()).isOne();
        assertThat(Topics.MAP.partitions()).isOne();
    }

    @Test
    void anotherEncodersVectorsHaveATopicLikeTheFirst() {
        assertThat(Topics.vectors("vectors")).isEqualTo(Topics.VECTORS);
        assertThat(Topics.vectors("vectors.next").partitions()).isEqualTo(Topics.VECTORS.partitions());
        assertThatThrownBy(() -> Topics.vectors("images.arrived"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("images.arrived");
    }

    @Test
    void subjectsFollowTheTopicNameStrategy() {
        assertThat(Topics.VECTORS.subject()).isEqualTo("vectors-value");
    }

    @Test
    void refusesATopicWithoutPartitions() {
        assertThatThrownBy(() -> new Topic<>(
                        "empty",
                        ImageArrived.class,
                        0,
                        new Cleanup.Compact(Topics.TOMBSTONE_RETENTION, Topics.COMPACTION_LAG),
                        1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
    }
}
