package org.lookalike.lab.encoder;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Console;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.encoding.prepare.EncoderPreparation;
import org.lookalike.spaces.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Encoder folders: makes the default one, shows any. */
@Command(
        name = "encoder",
        description = "Prepare the default encoder, make an int8 one, or check an encoder's folder.",
        subcommands = {
            EncoderCommand.Prepare.class,
            EncoderCommand.Show.class,
            EncoderQuantize.class,
            EncoderParity.Verify.class,
            EncoderParity.Certify.class,
            EncoderParity.Golden.class
        })
public final class EncoderCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new IllegalArgumentException(
                "say what to do: encoder prepare [DIR], encoder quantize --pictures FOLDER|ZIP --output DIR, or encoder show,"
                        + " verify, certify or golden DIR");
    }

    /** Makes the default encoder. */
    @Command(name = "prepare", description = "Make the default encoder's folder, or find it ready.")
    static final class Prepare implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", arity = "0..1", description = "Where to (default: in the cache).")
        private @Nullable Path folder;

        @Override
        public Integer call() {
            EncoderPreparation preparation = new EncoderPreparation(Console::step);
            Path made = folder == null ? preparation.defaultEncoder() : preparation.defaultEncoder(folder);
            Console.line(made.toString());
            return 0;
        }
    }

    /** Opens an encoder and prints what it is. */
    @Command(name = "show", description = "Open an encoder's folder, check it, and tell what it is.")
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The folder with model.onnx and encoder.json.")
        private Path folder = Path.of("");

        @Option(
                names = "--device",
                defaultValue = "CPU",
                description = "What to open it on: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        private OnnxOptions.Device device = OnnxOptions.Device.CPU;

        @Override
        public Integer call() {
            try (Encoder encoder = OnnxEncoder.open(folder, OnnxOptions.on(device))) {
                EncoderDescription description = encoder.description();
                Console.line("encoder     " + encoder.id());
                Console.line("name        " + description.name());
                Console.line("dimensions  " + description.dimensions());
                Console.line("input       " + description.preprocessing().canonical());
                Console.line("licence     " + description.licence());
                Console.line("origin      " + description.origin());
                Console.line("space       "
                        + Space.raw(encoder.id(), description.dimensions()).id());
            }
            return 0;
        }
    }
}
