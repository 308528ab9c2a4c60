package org.lookalike.sink.place;

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
        requireEncoderOf(space);
        try {
            return at(space.place(features.vector()));
        } catch (IllegalArgumentException e) {
            throw hasNoPlace(e);
        }
    }

    /**
     * Makes sure that the space is of the same encoder.
     *
     * @throws PermanentFailure INVALID_FIELD if it is not
     */
    void requireEncoderOf(Space space) {
        if (!encoderId.equals(space.encoderId())) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "vector of image %s is of encoder '%s', space %s of encoder %s"
                            .formatted(features.id(), encoderId, space.id(), space.encoderId()));
        }
    }

    PermanentFailure hasNoPlace(IllegalArgumentException reason) {
        return new PermanentFailure(
                ErrorCode.INVALID_FIELD,
                "vector of image %s: %s".formatted(features.id(), reason.getMessage()),
                reason);
    }

    /** The image's row where it was placed. */
    VectorRow at(Placement placement) {
        return new VectorRow(
                features.id(),
                placement.vector(),
                features.source(),
                features.time(),
                features.uri(),
                features.sha256(),
                features.attributes(),
                new Membership(placement.cluster(), placement.clusterDistance()),
                features.origin());
    }
}
