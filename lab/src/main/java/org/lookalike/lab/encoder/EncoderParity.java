package org.lookalike.lab.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Console;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.encoding.parity.Certificate;
import org.lookalike.encoding.parity.GoldenImage;
import org.lookalike.encoding.parity.ParityCheck;
import org.lookalike.encoding.parity.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands around an encoder's reference: compare with it, make it, hand out the golden images. */
final class EncoderParity {
    private EncoderParity() {}

    /** Prints the certificate. */
    @Command(name = "verify", description = "Compare an encoder with its reference, and print the certificate.")
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The encoder's folder.")
        private Path folder = Path.of("");

        @Option(
                names = "--device",
                defaultValue = "CPU",
                description = "What to run it on: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        private OnnxOptions.Device device = OnnxOptions.Device.CPU;

        @Option(
                names = "--device-index",
                defaultValue = "0",
                description = "Which GPU, counted from 0 (default: ${DEFAULT-VALUE}); ignored on the processor.")
        private int deviceIndex;

        @Option(names = "--min-cosine", defaultValue = "0.995", description = "Default: ${DEFAULT-VALUE}.")
        private double minCosine = ParityCheck.defaults().minCosine();

        @Override
        public Integer call() {
            OnnxOptions options = OnnxOptions.on(device, deviceIndex);
            try (OnnxEncoder encoder = OnnxEncoder.open(folder, options)) {
                EncoderFolder opened = new EncoderFolder(folder, encoder.description());
                Reference reference = Reference.of(opened)
                        .orElseThrow(() -> new EncoderUnusableException(ParityCheck.missing(opened)));
                return print(certificate(encoder, reference, options, minCosine), options);
            }
        }
    }

    /** Gives an encoder its reference. */
    @Command(
            name = "certify",
            description = "Give an encoder's folder its reference: made here on the processor, or by other software.")
    static final class Certify implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The encoder's folder.")
        private Path folder = Path.of("");

        @Option(
                names = "--reference",
                paramLabel = "FILE",
                description = "A reference made by other software; taken only if Lookalike agrees with it.")
        private @Nullable Path file;

        @Option(names = "--min-cosine", defaultValue = "0.995", description = "Default: ${DEFAULT-VALUE}.")
        private double minCosine = ParityCheck.defaults().minCosine();

        @Override
        public Integer call() throws IOException {
            OnnxOptions options = OnnxOptions.cpu();
            try (OnnxEncoder encoder = OnnxEncoder.open(folder, options)) {
                EncoderFolder opened = new EncoderFolder(folder, encoder.description());
                Reference reference = file == null
                        ? new Reference(
                                encoder.id(),
                                "lookalike encoder certify, on the CPU",
                                ParityCheck.features(encoder, options.maxBatch()))
                        : Reference.read(file, opened);
                Certificate certificate = certificate(encoder, reference, options, minCosine);
                if (certificate.passed()) {
                    reference.write(folder);
                }
                return print(certificate, options);
            }
        }
    }

    /** Writes the golden images out. */
    @Command(name = "golden", description = "Write the golden pictures into a folder, for other software to encode.")
    static final class Golden implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "Where to; made if missing.")
        private Path folder = Path.of("");

        @Override
        public Integer call() throws IOException {
            Files.createDirectories(folder);
            for (GoldenImage image : GoldenImage.all()) {
                Files.write(folder.resolve(image.name()), image.bytes());
                Console.line(folder.resolve(image.name()).toString());
            }
            return 0;
        }
    }

    private static Certificate certificate(
            OnnxEncoder encoder, Reference reference, OnnxOptions options, double minCosine) {
        return new ParityCheck(minCosine, true).certify(encoder, reference, options.place(), options.maxBatch());
    }

    private static int print(Certificate certificate, OnnxOptions options) {
        Console.line("encoder     " + certificate.encoderId());
        Console.line("device      " + certificate.device());
        Console.line("provider    " + options.provider());
        Console.line("reference   " + certificate.madeBy());
        for (Certificate.Image image : certificate.images()) {
            Console.line("  %-18s %.5f".formatted(image.name(), image.cosine()));
        }
        Console.line("minimum     %.5f (%s)"
                .formatted(certificate.worst().cosine(), certificate.worst().name()));
        Console.line("tolerance   %.5f".formatted(certificate.minCosine()));
        Console.line("verdict     " + (certificate.passed() ? "passed" : "REFUSED"));
        if (!certificate.passed()) {
            Console.problem(certificate.refusal());
        }
        return certificate.passed() ? 0 : 1;
    }
}
