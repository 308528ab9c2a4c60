package org.lookalike.sink.place;

import java.util.function.Supplier;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.VectorRow;

/**
 * An image as its encoder sees it.
 *
 * @param encoderId whose features they are
 * @param features what is filtered on or answered with the image; the vector is the raw features
 */
public record EncodedImage(String encoderId, VectorRow features) {
    /** Whether the space is made of such features; the only ones that may be placed there. */
    public boolean fits(Space space) {
        return encoderId.equals(space.encoderId()) && features.vector().length == space.encoderDimensions();
    }

    /**
     * The image's row in a space.
     *
     * @throws PermanentFailure INVALID_FIELD if the space is another encoder's, or the features have no place in it
     */
    public VectorRow in(Space space) {
        return in(space, () -> space.place(features.vector()));
    }

    /** The same, its features projected already. */
    VectorRow in(Space space, float[] coordinates) {
        return in(space, () -> space.placeProjected(coordinates));
    }

    private VectorRow in(Space space, Supplier<Placement> placing) {
        if (!encoderId.equals(space.encoderId())) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "vector of image %s is of encoder '%s', space %s of encoder %s"
                            .formatted(features.id(), encoderId, space.id(), space.encoderId()));
        }
        Placement placement;
        try {
            placement = placing.get();
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD, "vector of image %s: %s".formatted(features.id(), e.getMessage()), e);
        }
        return new VectorRow(
                features.id(),
                placement.vector(),
                features.source(),
                features.time(),
                features.uri(),
                features.sha256(),
                features.attributes(),
                new Membership(placement.cluster(), placement.clusterDistance()));
    }
}
