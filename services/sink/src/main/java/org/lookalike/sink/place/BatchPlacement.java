package org.lookalike.sink.place;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.spaces.Projection;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;

/**
 * Places images in one space, many at a time: their projection is then one matrix product by the native library, which
 * takes a tenth of the time of as many single ones. Thread-safe.
 */
public final class BatchPlacement {
    /** Images in one product: enough for its full speed, and arrays small enough to be no burden to the collector. */
    private static final int TOGETHER = 64;

    private final Space space;
    private final Optional<Axes> axes;

    /** The projection's numbers, whose getters copy. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Axes(float[] mean, float[] basis) {
        static Axes of(Projection projection) {
            return new Axes(projection.mean(), projection.basis());
        }
    }

    public BatchPlacement(Space space) {
        this.space = space;
        this.axes = space.projection().map(Axes::of);
    }

    /**
     * The images' rows in the space, in the images' order, without those that have no place there.
     *
     * @param refused told why an image has none, and its index
     */
    public List<VectorRow> rows(List<EncodedImage> images, ObjIntConsumer<PermanentFailure> refused) {
        List<VectorRow> rows = new ArrayList<>(images.size());
        for (int from = 0; from < images.size(); from += TOGETHER) {
            int first = from;
            place(
                    images.subList(from, Math.min(images.size(), from + TOGETHER)),
                    rows,
                    (failure, index) -> refused.accept(failure, first + index));
        }
        return rows;
    }

    private void place(List<EncodedImage> images, List<VectorRow> rows, ObjIntConsumer<PermanentFailure> refused) {
        Optional<float[]> coordinates = axes.flatMap(found -> coordinates(images, found));
        int dimensions = space.dimensions();
        for (int index = 0; index < images.size(); index++) {
            EncodedImage image = images.get(index);
            int at = index * dimensions;
            try {
                rows.add(
                        coordinates.isPresent()
                                ? image.in(space, Arrays.copyOfRange(coordinates.get(), at, at + dimensions))
                                : image.in(space));
            } catch (PermanentFailure failure) {
                refused.accept(failure, index);
            }
        }
    }

    /** Of all images, one after the other; none where one of them would spoil the others: each then stands for itself. */
    private Optional<float[]> coordinates(List<EncodedImage> images, Axes found) {
        if (images.size() < 2 || !images.stream().allMatch(image -> image.fits(space))) {
            return Optional.empty();
        }
        Rows features = Rows.copyOf(
                images.stream().map(image -> image.features().vector()).toList());
        try {
            return Optional.of(CentredProduct.of(found.mean(), found.basis(), features));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
