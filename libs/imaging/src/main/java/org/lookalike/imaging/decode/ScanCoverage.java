package org.lookalike.imaging.decode;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which coefficients of which components the scans of a JPEG have delivered, and to which precision. A progressive file
 * that was cut has lost its last scans; decoders do not mind, for all pixels are there, if blurred.
 */
final class ScanCoverage {
    private static final int COEFFICIENTS = 64;
    private static final int MISSING = 16;

    /** By component, how many low bits of each coefficient are still to come. */
    private final Map<Integer, int[]> bitsToCome = new HashMap<>();
    /** The most components of one scan; some writers give all the same number. */
    private int together;

    /** Takes note of a scan; one whose header makes no sense is left to the decoder. */
    void add(ByteView view, int start, int end, JpegStructure frame) {
        int count = start < end ? view.unsignedByte(start) : 0;
        int parameters = start + 1 + 2 * count;
        if (parameters + 3 > end) {
            return;
        }
        boolean progressive = frame.isProgressive();
        int first = progressive ? view.unsignedByte(parameters) : 0;
        int last = progressive ? Math.min(view.unsignedByte(parameters + 1), COEFFICIENTS - 1) : COEFFICIENTS - 1;
        int bits = progressive ? view.unsignedByte(parameters + 2) & 0xf : 0;
        together = Math.max(together, count);
        for (int i = 0; i < count; i++) {
            int[] component = bitsToCome.computeIfAbsent(view.unsignedByte(start + 1 + 2 * i), id -> {
                int[] none = new int[COEFFICIENTS];
                Arrays.fill(none, MISSING);
                return none;
            });
            for (int k = first; k <= last; k++) {
                component[k] = Math.min(component[k], bits);
            }
        }
    }

    /** Whether as many components as the frame has were delivered whole. */
    boolean isComplete(JpegStructure frame) {
        return Math.max(together, bitsToCome.size()) >= frame.components()
                && bitsToCome.values().stream()
                        .allMatch(component -> Arrays.stream(component).allMatch(bits -> bits == 0));
    }
}
