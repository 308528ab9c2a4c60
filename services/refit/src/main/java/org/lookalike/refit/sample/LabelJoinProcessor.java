package org.lookalike.refit.sample;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Takes the labels of a partition's images in, beside {@link SampleProcessor}, with which it shares the stores. */
public final class LabelJoinProcessor extends ContextualProcessor<String, String, String, SampleMessage> {
    private final List<String> topics;
    private final Supplier<VectorFetcher> fetchers;
    private @Nullable LabelledImages labelled;
    private @Nullable VectorFetcher vectors;

    /**
     * @param topics the topics of vectors
     * @param fetchers makes what fetches single vectors
     */
    public LabelJoinProcessor(List<String> topics, Supplier<VectorFetcher> fetchers) {
        this.topics = topics;
        this.fetchers = fetchers;
    }

    @Override
    public void init(ProcessorContext<String, SampleMessage> context) {
        super.init(context);
        vectors = fetchers.get();
        labelled = new LabelledImages(
                context.getStateStore(SampleProcessor.OFFSETS),
                context.getStateStore(SampleProcessor.LABELS),
                (stream, message) ->
                        context.forward(new Record<>(stream, message, Math.max(0, context.currentStreamTimeMs()))));
    }

    @Override
    public void process(Record<String, String> record) {
        requireNonNull(labelled)
                .label(record.key(), record.value(), topics, context().taskId().partition(), requireNonNull(vectors));
    }

    @Override
    public void close() {
        if (vectors != null) {
            vectors.close();
        }
    }
}
