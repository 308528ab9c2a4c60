package org.lookalike.bench.accuracy;

import java.util.List;
import org.lookalike.encoding.Encoder;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.schemas.FeatureBytes;

/**
 * One way from an image to the vector that is stored.
 *
 * @param name for the report
 * @param encoder shared, not closed here
 * @param whole whether images are decoded at their full size, instead of shrunk while they are decoded
 * @param wire the precision on the way to the store
 */
record Variant(String name, Encoder encoder, boolean whole, FeatureEncoding wire) {
    /** The variant that all others are compared with. */
    static Variant reference(Encoder encoder) {
        return new Variant("reference", encoder, true, FeatureEncoding.FLOAT32_LE);
    }

    /** The features as they arrive over the wire. */
    float[] received(float[] features) {
        return FeatureBytes.read(FeatureBytes.write(features, wire), wire);
    }

    /** Every option of the default encoder alone, and all of them together. */
    static List<Variant> options(Encoder encoder, Encoder int8) {
        return List.of(
                new Variant("reduced decode", encoder, false, FeatureEncoding.FLOAT32_LE),
                new Variant("float16 vectors", encoder, true, FeatureEncoding.FLOAT16_LE),
                new Variant("int8 encoder", int8, true, FeatureEncoding.FLOAT32_LE),
                new Variant("all three", int8, false, FeatureEncoding.FLOAT16_LE));
    }
}
