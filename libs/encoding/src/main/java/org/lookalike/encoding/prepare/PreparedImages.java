package org.lookalike.encoding.prepare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.function.Consumer;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.platform.failure.PermanentFailure;

/** Images as a service prepares them for an encoder, one after another; those that it would refuse are passed over. */
final class PreparedImages {
    private final Iterator<byte[]> images;
    private final ImageDecoder decoder;
    private final Preprocessor preprocessor;
    private final Consumer<String> progress;

    PreparedImages(
            Iterator<byte[]> images, DecodeLimits limits, Preprocessing preprocessing, Consumer<String> progress) {
        this.images = images;
        this.decoder = new ImageDecoder(limits);
        this.preprocessor = new Preprocessor(preprocessing);
        this.progress = progress;
    }

    /** Fills the first slots of a batch, and returns how many; fewer than asked for only where the images end. */
    int fill(EncoderBatch batch, int wanted) {
        int filled = 0;
        int shortSide = preprocessor.preprocessing().decodeShortSide();
        while (filled < wanted && images.hasNext()) {
            try {
                preprocessor.apply(decoder.decode(images.next(), shortSide), batch.slot(filled));
                filled++;
            } catch (PermanentFailure e) {
                progress.accept("passing over a picture: " + e.getMessage());
            }
        }
        return filled;
    }

    /** Writes some as raw little-endian floats, and returns how many; fewer only where the images end. */
    int write(Path file, int wanted) throws IOException {
        EncoderBatch one = new EncoderBatch(1, preprocessor.preprocessing());
        ByteBuffer bytes = ByteBuffer.allocate(one.slotLength() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        int written = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (written < wanted && fill(one, 1) == 1) {
                floats.clear().put(one.slot(0));
                bytes.clear();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                written++;
            }
        }
        return written;
    }
}
