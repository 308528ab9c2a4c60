package org.lookalike.refit.adapt;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.lookalike.labels.LabelFeed;
import org.lookalike.labels.Labels;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.LeaderElection;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.refit.fit.AdaptedFit;
import org.lookalike.refit.fit.FitConfig;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.refit.merge.FitRecords;
import org.lookalike.refit.merge.RefitMetrics;
import org.lookalike.refit.sample.SampleConfig;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Spaces;

/** Puts the part together that learns from labels. */
public final class Adaptation {
    private static final Duration FEEDS = Duration.ofSeconds(10);

    private Adaptation() {}

    /**
     * Adds the part to a service.
     *
     * @param application the name of the refit's application, with which the names of group and transactions begin
     * @return whether there are labels enough for spaces to learn from; false before the labels are known
     */
    public static BooleanSupplier assemble(
            String application,
            AdaptConfig config,
            FitConfig fits,
            SampleConfig samples,
            MaterialisedTopic<Spaces> spaces,
            FitRecords publications,
            RefitMetrics metrics,
            Platform platform) {
        if (!config.enabled()) {
            return () -> false;
        }
        AvroCodec codec = platform.codec();
        String office = application + "-adapter";
        String client = platform.instance() + ".adapter";
        MaterialisedTopic<Labels> labels = LabelFeed.of(platform);
        MaterialisedTopic<LastRefits> refits = platform.materialise(LastRefits.reducer(codec));
        AdaptedFit fit = new AdaptedFit(config.fit(), fits, InstantSource.system());
        Adapter adapter = new Adapter(
                config,
                samples,
                new Adapter.Sources(
                        () -> labels.awaitCurrent(FEEDS).images(),
                        () -> spaces.awaitCurrent(FEEDS),
                        () -> refits.awaitCurrent(FEEDS),
                        () -> platform.clients().reader(client)),
                codec,
                fit::run,
                // The same name for all instances: a former holder that is still publishing is fenced off.
                result -> publish(platform.clients().transactionalProducer(client, office), publications, result),
                metrics,
                InstantSource.system());
        platform.run(
                "refit.adapter",
                new LeaderElection(
                        "refit.adapter",
                        Topics.SPACES,
                        () -> platform.clients().groupConsumer(client, office, 1),
                        adapter,
                        platform.health()));
        return new Learning(config, labels);
    }

    private static void publish(Producer<byte[], byte[]> producer, FitRecords publications, FitResult result) {
        RecordSender sender = new RecordSender(producer);
        try (producer) {
            producer.initTransactions();
            producer.beginTransaction();
            for (FitRecords.Publication publication : publications.of(result)) {
                // Waited for one by one, for a record with a whole space fills most of the producer's buffer.
                sender.send(new ProducerRecord<>(
                        publication.outgoing().topic(),
                        publication.key(),
                        publication.outgoing().value()));
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new TransientFailure("what came of a fit cannot be published", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while publishing", e);
        }
    }

    /** Asked by stream threads before each fit; labels mostly are the same as before. */
    private static final class Learning implements BooleanSupplier {
        private final AdaptConfig config;
        private final MaterialisedTopic<Labels> feed;
        private Labels seen = Labels.none();
        private boolean enough;

        Learning(AdaptConfig config, MaterialisedTopic<Labels> feed) {
            this.config = config;
            this.feed = feed;
        }

        @Override
        public synchronized boolean getAsBoolean() {
            Labels labels = feed.current();
            if (labels != seen) {
                seen = labels;
                enough = TrainingLabels.of(labels.images().values(), config.fit())
                        .suffice(config.fit());
            }
            return enough;
        }
    }
}
