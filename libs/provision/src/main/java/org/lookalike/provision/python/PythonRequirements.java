package org.lookalike.provision.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** A set of Python packages, pinned by version and SHA-256 for Python 3.10 to 3.14. */
public enum PythonRequirements {
    /** The small Milvus server {@code milvus-lite}. */
    MILVUS_LITE("milvus-lite"),
    /** The full Milvus server in one wheel, {@code milvus-server}; 64-bit Intel Linux and macOS only. */
    MILVUS_SERVER("milvus-server"),
    /** What tests draw pictures of many formats with: Pillow, tifffile, imagecodecs. */
    PICTURES("pictures"),
    /** What the conversion of an encoder to ONNX needs: numpy, onnx, onnxruntime. */
    ENCODER("encoder");

    private final String label;

    PythonRequirements(String label) {
        this.label = label;
    }

    /** A short name, fit for folders and messages. */
    public String label() {
        return label;
    }

    byte[] text() {
        String resource = label + ".txt";
        try (InputStream stream = PythonRequirements.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(stream, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the requirements " + resource, e);
        }
    }
}
