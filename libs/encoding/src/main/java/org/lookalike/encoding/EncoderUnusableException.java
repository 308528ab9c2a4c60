package org.lookalike.encoding;

import java.nio.file.Path;
import java.util.List;

/**
 * An encoder's folder, or the device asked for, cannot be used: someone has to change the folder or the settings. The
 * message names the folder and everything that is wrong with it.
 */
public final class EncoderUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For one reason. */
    public EncoderUnusableException(String message) {
        super(message);
    }

    /** For one reason, found by another part. */
    public EncoderUnusableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For all the things that are wrong with a file, each a clause that names its key, value and rule. */
    static EncoderUnusableException of(Path file, List<String> problems) {
        return new EncoderUnusableException("%s: %s".formatted(file, String.join("; ", problems)));
    }
}
