package org.lookalike.embedder;

import org.lookalike.events.FeatureEncoding;
import org.lookalike.schemas.FeatureBytes;

/** In which precision vectors are published. */
enum VectorEncoding {
    /** As the encoder gives them. */
    FLOAT32 {
        @Override
        FeatureEncoding of(float[] features) {
            return FeatureEncoding.FLOAT32_LE;
        }
    },
    /** Half the bytes; a vector that it cannot hold goes out as the encoder gave it. */
    FLOAT16 {
        @Override
        FeatureEncoding of(float[] features) {
            return FeatureBytes.fitHalves(features) ? FeatureEncoding.FLOAT16_LE : FeatureEncoding.FLOAT32_LE;
        }
    };

    /** The layout of one vector. */
    abstract FeatureEncoding of(float[] features);
}
