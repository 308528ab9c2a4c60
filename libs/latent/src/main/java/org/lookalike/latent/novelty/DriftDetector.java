package org.lookalike.latent.novelty;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches one source's vectors for a change against the source's own past, as by a new lens, a lamp that ages, or a
 * camera that was knocked.
 *
 * <p>Once the past is known, every {@code recentBlocks} blocks of vectors are compared with a random choice of earlier
 * blocks by their energy distance, after whitening. It is an alarm only if two tests agree at the false-alarm rate: a
 * permutation test of the blocks, which asks whether the latest could be any blocks of this source; and a comparison with
 * the source's earlier distances, which show how far its batches differ from each other. The first is exact where blocks are exchangeable; the second
 * holds where parts come in batches longer than a block. What a source has shown once is part of its past, so a change
 * that comes and goes alarms less when it comes again.
 *
 * <p>Batches that are longer than all the latest blocks together hide small changes: a source that shows one part for
 * hours differs from its past whenever the part changes. Larger {@code recentBlocks} help.
 *
 * <p>Vectors that alarmed do not become part of the past, unless the change stays: then the source is learnt anew.
 *
 * <p>The outcome depends on nothing but the vectors and their order. A vector costs one pass over its coordinates; memory
 * is bounded by the rules. Not safe for use by several threads.
 */
public final class DriftDetector {
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = Byte.BYTES + 5 * Integer.BYTES + Long.BYTES;

    private final DriftRules rules;
    private final int inputDimensions;
    private final FeatureHashing hashing;
    private final DriftReference reference;
    private final DriftHistory history;
    private final List<float[]> recent = new ArrayList<>();
    private float[] block;
    private int filled;
    private long comparisons;

    /**
     * A source of which nothing is known yet.
     *
     * @param inputDimensions the length of its vectors
     */
    public DriftDetector(int inputDimensions, DriftRules rules) {
        this.rules = rules;
        this.inputDimensions = inputDimensions;
        hashing = new FeatureHashing(inputDimensions, rules.dimensions());
        reference = new DriftReference(rules);
        history = new DriftHistory(rules);
        block = new float[rules.block() * hashing.dimensions()];
    }

    /**
     * Takes the source's next vector.
     *
     * @param vector finite values; it is copied
     * @return a comparison, if this vector completed one
     * @throws IllegalArgumentException if the vector is of another length or not finite; the state is as before
     */
    public Optional<DriftComparison> offer(float[] vector) {
        hashing.hash(vector, block, filled * hashing.dimensions());
        filled++;
        if (filled < rules.block()) {
            return Optional.empty();
        }
        float[] complete = block;
        block = new float[complete.length];
        filled = 0;
        if (!reference.isFull()) {
            reference.add(complete);
            return Optional.empty();
        }
        recent.add(complete);
        return recent.size() < rules.recentBlocks() ? Optional.empty() : Optional.of(compare());
    }

    private DriftComparison compare() {
        List<float[]> all = new ArrayList<>(recent);
        all.addAll(reference.blocks());
        float[][] blocks = all.toArray(float[][]::new);
        EnergyTest test =
                new EnergyTest(Whitening.of(blocks, hashing.dimensions()), recent.size(), hashing.dimensions());
        double distance = test.statistic();
        double threshold = history.threshold();
        double pValue = test.pValue(permutations(), comparisons++);
        boolean drifted = pValue <= rules.falseAlarmRate() && distance > threshold;
        Moments now = Moments.of(blocks, 0, recent.size(), hashing.dimensions());
        Moments past = Moments.of(blocks, recent.size(), blocks.length, hashing.dimensions());
        boolean relearning = learn(drifted, distance);
        return new DriftComparison(
                drifted,
                distance,
                threshold,
                pValue,
                past.spread() == 0 ? 0 : now.distance(past) / past.spread(),
                past.spread() == 0 ? 1 : now.spread() / past.spread(),
                relearning);
    }

    private boolean learn(boolean drifted, double distance) {
        boolean relearning = false;
        if (drifted) {
            relearning = history.addAlarm(distance) >= rules.relearnAfter();
        } else {
            history.addQuiet(distance);
        }
        if (relearning) {
            history.clear();
            reference.clear();
        }
        if (relearning || !drifted) {
            recent.forEach(reference::add);
        }
        recent.clear();
        return relearning;
    }

    /** Enough that the smallest p-value is a twentieth of the rate: chance then hardly affects the decision. */
    private int permutations() {
        return (int) Math.max(199, Math.ceil(20 / rules.falseAlarmRate()));
    }

    /** How many comparisons there have been. */
    public long comparisons() {
        return comparisons;
    }

    /** The state as bytes, for a store; {@link #decode} continues from there. */
    public byte[] encode() {
        int length = HEADER_BYTES
                + block.length * Float.BYTES
                + FloatBlocks.encodedBytes(recent)
                + reference.encodedBytes()
                + history.encodedBytes();
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.put(VERSION);
        bytes.putInt(inputDimensions);
        bytes.putInt(hashing.dimensions());
        bytes.putInt(rules.block());
        bytes.putInt(rules.referenceBlocks());
        bytes.putInt(filled);
        bytes.putLong(comparisons);
        FloatBlocks.put(block, bytes);
        FloatBlocks.encode(recent, bytes);
        reference.encode(bytes);
        history.encode(bytes);
        return bytes.array();
    }

    /**
     * A source as it was when its state was encoded.
     *
     * @throws IllegalArgumentException if the state was made for vectors of another length, by rules of other sizes or
     *     by a later version, or is damaged: begin anew then
     */
    public static DriftDetector decode(byte[] state, int inputDimensions, DriftRules rules) {
        DriftDetector detector = new DriftDetector(inputDimensions, rules);
        ByteBuffer bytes = ByteBuffer.wrap(state);
        try {
            detector.decode(bytes);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a drift state of %d bytes is cut off".formatted(state.length), e);
        }
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException(
                    "a drift state of %d bytes has %d too many".formatted(state.length, bytes.remaining()));
        }
        return detector;
    }

    private void decode(ByteBuffer bytes) {
        require("version", bytes.get(), VERSION);
        require("vector length", bytes.getInt(), inputDimensions);
        require("dimensions", bytes.getInt(), hashing.dimensions());
        require("block", bytes.getInt(), rules.block());
        require("referenceBlocks", bytes.getInt(), rules.referenceBlocks());
        filled = bytes.getInt();
        if (filled < 0 || filled >= rules.block()) {
            throw new IllegalArgumentException(
                    "a drift state with %d vectors in a block of %d".formatted(filled, rules.block()));
        }
        comparisons = bytes.getLong();
        block = FloatBlocks.get(bytes, block.length);
        recent.addAll(FloatBlocks.decode(bytes, block.length, rules.recentBlocks() - 1));
        reference.decode(bytes, block.length);
        history.decode(bytes);
    }

    private static void require(String name, int found, int wanted) {
        if (found != wanted) {
            throw new IllegalArgumentException("a drift state with %s %d, but it is %d".formatted(name, found, wanted));
        }
    }
}
