package org.lookalike.refit.merge;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.refit.sample.SampleId;
import org.lookalike.refit.sample.SampleMessage;
import org.lookalike.refit.sample.SampleMessage.End;
import org.lookalike.refit.sample.SampleMessage.Forget;
import org.lookalike.refit.sample.SampleMessage.Labelled;
import org.lookalike.refit.sample.SampleMessage.LongTerm;
import org.lookalike.refit.sample.SampleMessage.Row;
import org.lookalike.refit.sample.SampleMessage.Unlabelled;
import org.lookalike.refit.sample.SampledImage;

/**
 * Merges the samples of all partitions of a stream of vectors, has spaces fitted to them and publishes what came of it.
 */
public final class MergeProcessor extends ContextualProcessor<String, SampleMessage, byte[], OutputRecord> {
    private static final Duration TICK = Duration.ofMillis(500);

    private final MergeConfig config;
    private final FitServices services;
    private @Nullable MergeStores stores;
    private @Nullable StreamFits fits;
    private @Nullable AdaptedFits adapted;
    private @Nullable WindowFits windows;

    public MergeProcessor(MergeConfig config, FitServices services) {
        this.config = config;
        this.services = services;
    }

    /** The stores that it works on. */
    public static Set<StoreBuilder<?>> stores() {
        return MergeStores.builders();
    }

    @Override
    public void init(ProcessorContext<byte[], OutputRecord> context) {
        super.init(context);
        stores = MergeStores.open(context, config.capacity());
        fits = new StreamFits(services, this::publish);
        adapted = new AdaptedFits(config, stores, fits, services, context.currentSystemTimeMs());
        windows = new WindowFits(config, stores, fits, services, adapted);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::punctuate);
    }

    @Override
    public void process(Record<String, SampleMessage> record) {
        String stream = record.key();
        SampleMessage message = record.value();
        long now = context().currentSystemTimeMs();
        if (message instanceof Row row) {
            requireNonNull(windows).add(stream, row);
        } else if (message instanceof End end) {
            requireNonNull(windows).end(stream, end, now);
        } else if (message instanceof LongTerm longTerm) {
            String imageId = SampledImage.of(longTerm.image()).imageId();
            requireNonNull(stores)
                    .samples()
                    .add(SampleId.longTerm(stream), config.capacity(), imageId, longTerm::image);
        } else if (message instanceof Labelled labelled) {
            requireNonNull(adapted).label(stream, labelled.image(), now);
        } else if (message instanceof Unlabelled unlabelled) {
            requireNonNull(adapted).unlabel(stream, unlabelled.imageId(), now);
        } else if (message instanceof Forget forget) {
            requireNonNull(stores).samples().forget(id -> id.stream().equals(stream), forget.imageId());
            requireNonNull(adapted).unlabel(stream, forget.imageId(), now);
        }
    }

    private void punctuate(long now) {
        requireNonNull(fits).publishCompleted(now);
        // A stream has one fit at a time. Fits to labels are rare and wait for quiet; windows may always be waiting.
        requireNonNull(adapted).startFits(now);
        requireNonNull(windows).startFits(now);
    }

    private void publish(FitResult result) {
        long now = context().currentSystemTimeMs();
        services.records().of(result).forEach(output -> context().forward(new Record<>(output.key(), output, now)));
    }

    @Override
    public void close() {
        if (fits != null) {
            fits.close();
        }
    }
}
