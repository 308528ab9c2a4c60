package org.lookalike.encoding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.lookalike.schemas.Sha256;

/**
 * An encoder on disk: {@code model.onnx}, {@code encoder.json} and, to prove it by, {@code reference.json}.
 *
 * <p>README, LICENSE and NOTICE files and hidden files may lie beside them, and nothing else: a model that keeps its
 * weights in further files would have an identity that does not cover them.
 *
 * @param folder where it lies
 * @param description what its {@code encoder.json} says
 */
public record EncoderFolder(Path folder, EncoderDescription description) {
    /** The model's file name. */
    public static final String MODEL_FILE = "model.onnx";
    /** The description's file name. */
    public static final String DESCRIPTION_FILE = "encoder.json";

    /** The file name of the golden images' features; need not be there, and does not count for the identity. */
    public static final String REFERENCE_FILE = "reference.json";

    private static final Set<String> OURS = Set.of(MODEL_FILE, DESCRIPTION_FILE, REFERENCE_FILE);
    private static final List<String> PAPERS = List.of("README", "LICENSE", "LICENCE", "NOTICE");

    /**
     * Reads an encoder's description, without looking at the model.
     *
     * @throws EncoderUnusableException if it is missing, is not JSON, or breaks any rule; the message names them all
     */
    public static EncoderFolder read(Path folder) {
        Path file = folder.resolve(DESCRIPTION_FILE);
        if (!Files.isRegularFile(file)) {
            throw new EncoderUnusableException(
                    "%s is not an encoder folder: it has no %s".formatted(folder, DESCRIPTION_FILE));
        }
        try {
            return new EncoderFolder(folder, DescriptionJson.parse(file, Files.readString(file)));
        } catch (IOException e) {
            throw new EncoderUnusableException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    /**
     * Reads an encoder's description and compares the model's bytes with it.
     *
     * @throws EncoderUnusableException if {@link #read} refuses it, the model is missing or other than described, or
     *     there are files that the identity does not cover
     */
    public static EncoderFolder verified(Path folder) {
        EncoderFolder encoder = read(folder);
        Path model = encoder.model();
        if (!Files.isRegularFile(model)) {
            throw new EncoderUnusableException(
                    "%s is not an encoder folder: it has no %s".formatted(folder, MODEL_FILE));
        }
        try {
            String actual = Sha256.of(model);
            String expected = encoder.description.modelSha256();
            if (!actual.equals(expected)) {
                throw new EncoderUnusableException(
                        "%s has SHA-256 %s, %s promises %s".formatted(model, actual, DESCRIPTION_FILE, expected));
            }
            List<String> others = otherFiles(folder);
            if (!others.isEmpty()) {
                throw new EncoderUnusableException(
                        "%s holds %s, which the encoder's identity does not cover: keep all weights inside %s"
                                .formatted(folder, others, MODEL_FILE));
            }
        } catch (IOException e) {
            throw new EncoderUnusableException("%s cannot be read: %s".formatted(folder, e), e);
        }
        return encoder;
    }

    /** Writes the description's file. */
    public void writeDescription() throws IOException {
        Files.writeString(folder.resolve(DESCRIPTION_FILE), DescriptionJson.format(description));
    }

    /** The model's file. */
    public Path model() {
        return folder.resolve(MODEL_FILE);
    }

    private static List<String> otherFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !OURS.contains(name))
                    .filter(name -> !name.startsWith(".")
                            && PAPERS.stream().noneMatch(name.toUpperCase(Locale.ROOT)::startsWith))
                    .sorted()
                    .toList();
        }
    }
}
