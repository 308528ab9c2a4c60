package org.lookalike.encoding.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;

/**
 * The features that an encoder must give the golden images; {@code reference.json} in its folder.
 *
 * @param encoderId the encoder that it belongs to
 * @param madeBy the software that made it, for people
 * @param features of every golden image, by the image's SHA-256; not to be written to
 */
public record Reference(String encoderId, String madeBy, Map<String, float[]> features) {
    public Reference {
        features = Map.copyOf(features);
    }

    /**
     * Reads an encoder folder's reference, if it has one.
     *
     * @throws EncoderUnusableException if it is no reference, or belongs to another encoder or other golden images
     */
    public static Optional<Reference> of(EncoderFolder encoder) {
        Path file = encoder.folder().resolve(EncoderFolder.REFERENCE_FILE);
        return Files.exists(file) ? Optional.of(read(file, encoder)) : Optional.empty();
    }

    /**
     * Reads a reference from any file.
     *
     * @throws EncoderUnusableException if it is no reference, or belongs to another encoder or other golden images
     */
    public static Reference read(Path file, EncoderFolder encoder) {
        Reference reference;
        try {
            reference = ReferenceJson.parse(file, Files.readString(file));
        } catch (IOException e) {
            throw new EncoderUnusableException("%s cannot be read: %s".formatted(file, e), e);
        }
        reference.requireFit(file, encoder);
        return reference;
    }

    /** Writes it into an encoder's folder, whole or not at all. */
    public void write(Path folder) throws IOException {
        Path unfinished = Files.createTempFile(folder, ".reference-", ".json");
        try {
            Files.writeString(unfinished, ReferenceJson.format(this));
            Files.move(
                    unfinished,
                    folder.resolve(EncoderFolder.REFERENCE_FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void requireFit(Path file, EncoderFolder encoder) {
        String id = encoder.description().id();
        if (!encoderId.equals(id)) {
            throw new EncoderUnusableException(
                    "%s belongs to encoder %s, this one is %s: run lookalike encoder certify %s"
                            .formatted(file, encoderId, id, encoder.folder()));
        }
        List<String> missing = GoldenImage.all().stream()
                .filter(image -> !features.containsKey(image.sha256()))
                .map(GoldenImage::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new EncoderUnusableException(
                    "%s knows no golden pictures %s of this version: run lookalike encoder certify %s"
                            .formatted(file, missing, encoder.folder()));
        }
        int dimensions = encoder.description().dimensions();
        for (float[] vector : features.values()) {
            if (vector.length != dimensions) {
                throw new EncoderUnusableException("%s holds %d features for a picture, the encoder has %d"
                        .formatted(file, vector.length, dimensions));
            }
        }
    }
}
