package org.lookalike.bench.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.images.EvaluationImages;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.bench.images.LabelledSet;
import org.lookalike.bench.images.LargeImages;
import org.lookalike.bench.images.SmallImages;
import org.lookalike.encoding.prepare.EncoderPreparation;

/** Where benchmarks find their inputs, and where they write. */
public final class BenchEnvironment {
    private BenchEnvironment() {}

    /** This folder, {@code bench}. */
    public static Path home() {
        return Path.of(Optional.ofNullable(System.getProperty("lookalike.bench.home"))
                        .orElse("bench"))
                .toAbsolutePath()
                .normalize();
    }

    /** The encoder that was asked for, else the default one, prepared where it is missing. */
    public static Path encoder(@Nullable Path asked) {
        return (asked != null ? asked : new EncoderPreparation(BenchEnvironment::progress).defaultEncoder())
                .toAbsolutePath()
                .normalize();
    }

    /**
     * The small images.
     *
     * @param every takes only each so many-th one, from 1
     */
    public static ImageSet smallImages(int every) {
        Path home = home();
        return SmallImages.load(Optional.ofNullable(home.getParent()).orElse(home), every);
    }

    /** The labelled images, by which retrieval is measured. */
    public static List<LabelledSet> labelledImages() {
        Path home = home();
        return EvaluationImages.load(Optional.ofNullable(home.getParent()).orElse(home));
    }

    /** The labelled images and those of the demo, whose folders are classes too. */
    public static List<LabelledSet> allLabelledImages() {
        Path home = home();
        return EvaluationImages.loadAll(Optional.ofNullable(home.getParent()).orElse(home));
    }

    /**
     * Images of 12 megapixels, each once.
     *
     * @param count how many, at least 1
     */
    public static ImageSet largeImages(int count) {
        return LargeImages.load(home().resolve("target").resolve("pictures"), count, 1);
    }

    /** The interpreter of the environment in which encoders are made. */
    public static Path encoderPython() {
        return new EncoderPreparation(BenchEnvironment::progress).encoderPython();
    }

    /** Reports what is being done. */
    public static void progress(String message) {
        System.err.println("· " + message);
    }

    /** Prints a result. */
    public static void print(String text) {
        System.out.print(text);
        System.out.flush();
    }

    /** Leaves a result in a file, where one was asked for. */
    public static void write(@Nullable Path file, String text) throws IOException {
        if (file != null) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        }
    }
}
