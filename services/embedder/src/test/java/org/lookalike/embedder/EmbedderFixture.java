package org.lookalike.embedder;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.lookalike.encoding.Encoder;
import org.lookalike.events.ImageArrived;
import org.lookalike.imaging.decode.ByteBudget;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.imaging.store.InMemoryImageStore;
import org.lookalike.schemas.Sha256;

/** The embedder's parts over an in-memory store and encoder, and events of images of one colour. */
final class EmbedderFixture implements AutoCloseable {
    static final Instant CAPTURED = Instant.parse("2026-03-01T10:00:00Z");
    static final Instant ARRIVED = Instant.parse("2026-03-01T10:00:05Z");

    final InMemoryImageStore store = new InMemoryImageStore();
    final FirstPixelEncoder encoder = new FirstPixelEncoder();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final ImageEmbedding embedding;

    /** Assembles the embedding that is tested. */
    interface Assembly {
        ImageEmbedding assemble(BatchingConfig config, ImageLoader loader, Encoder encoder, MeterRegistry metrics);
    }

    EmbedderFixture(int batchSize, int threads) {
        this(batchSize, threads, ImageBatcher::new);
    }

    EmbedderFixture(int batchSize, int threads, Assembly assembly) {
        ImageLoader loader = new ImageLoader(
                store,
                new ImageDecoder(DecodeLimits.defaults()),
                new Preprocessor(encoder.description().preprocessing()),
                DecodeLimits.defaults().maxBytes(),
                new ByteBudget(1 << 20));
        embedding = assembly.assemble(
                new BatchingConfig(100, batchSize, threads, 1 << 20, 64, 0), loader, encoder, metrics);
    }

    /** The event of a stored image of one colour. */
    ImageArrived.Builder image(String id, int red, int green, int blue) {
        return event(id, png(red, green, blue));
    }

    /** The event of a stored file that is no image. */
    ImageArrived.Builder broken(String id) {
        return event(id, new byte[] {(byte) 0xff, 17, 34, 51, 68, 85, 102, 119});
    }

    ImageArrived.Builder event(String id, byte[] bytes) {
        String sha256 = Sha256.of(bytes);
        return ImageArrived.newBuilder()
                .setImageId(id)
                .setUri(store.put(id, sha256, bytes).toString())
                .setSha256(sha256)
                .setSizeBytes(bytes.length)
                .setSource("line 7")
                .setCapturedAt(CAPTURED)
                .setArrivedAt(ARRIVED)
                .setAttributes(Map.of("station", "7"));
    }

    static byte[] png(int red, int green, int blue) {
        BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[24 * 16];
        Arrays.fill(pixels, (red << 16) | (green << 8) | blue);
        image.setRGB(0, 0, 24, 16, pixels, 0, 24);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a stream in the heap does not fail", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        embedding.close();
    }
}
