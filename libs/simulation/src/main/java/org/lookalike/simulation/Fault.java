package org.lookalike.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** How a camera can fail to deliver an image. */
enum Fault {
    TRUNCATED {
        @Override
        byte[] damage(byte[] jpeg) {
            return Arrays.copyOf(jpeg, jpeg.length / 3);
        }
    },
    EMPTY {
        @Override
        byte[] damage(byte[] jpeg) {
            return new byte[0];
        }
    },
    TEXT {
        @Override
        byte[] damage(byte[] jpeg) {
            return "503 camera restarting\n".getBytes(StandardCharsets.US_ASCII);
        }
    };

    /** What arrives instead of the image. */
    abstract byte[] damage(byte[] jpeg);

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
