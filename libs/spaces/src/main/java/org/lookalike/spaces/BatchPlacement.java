package org.lookalike.spaces;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.matrix.Blas;
import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;

/**
 * Places images in one space, many at a time: their projection is then one matrix product by the native library, which
 * takes a tenth of the time of as many single ones. Without that library images are placed one by one. Thread-safe.
 */
public final class BatchPlacement {
    /** Images in one product: enough for its full speed, and arrays small enough to be no burden to the collector. */
    private static final int TOGETHER = 64;

    private final Space space;
    private final Optional<Axes> axes;

    /** The projection's numbers, whose getters copy. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Axes(float[] mean, float[] basis) {
        static Axes of(LinearProjection projection) {
            return new Axes(projection.mean(), projection.basis());
        }
    }

    public BatchPlacement(Space space) {
        this.space = space;
        this.axes = space.projection().map(Axes::of);
    }

    /** Is told what became of each image, in the images' order. */
    public interface Visitor {
        /** The image has a place, up to rounding the one that {@link Space#place} gives. */
        void placed(int index, Placement placement);

        /** The image has none, for the reason that {@link Space#place} gives. */
        void refused(int index, IllegalArgumentException reason);
    }

    /**
     * Places images.
     *
     * @param features of each
     */
    public void place(List<float[]> features, Visitor visitor) {
        for (int from = 0; from < features.size(); from += TOGETHER) {
            List<float[]> some = features.subList(from, Math.min(features.size(), from + TOGETHER));
            float[][] coordinates = coordinates(some);
            for (int i = 0; i < some.size(); i++) {
                Placement placement;
                try {
                    placement = coordinates == null ? space.place(some.get(i)) : space.placeProjected(coordinates[i]);
                } catch (IllegalArgumentException e) {
                    visitor.refused(from + i, e);
                    continue;
                }
                visitor.placed(from + i, placement);
            }
        }
    }

    /** Of each image; null where one of them would spoil the others: each then stands for itself. */
    private float @Nullable [] @Nullable [] coordinates(List<float[]> features) {
        if (axes.isEmpty()
                || !Blas.isAvailable()
                || features.size() < 2
                || features.stream().anyMatch(each -> each.length != space.encoderDimensions())) {
            return null;
        }
        float[] products;
        try {
            products = CentredProduct.of(axes.get().mean(), axes.get().basis(), Rows.copyOf(features));
        } catch (IllegalArgumentException e) {
            return null;
        }
        List<float[]> each = new ArrayList<>();
        for (int at = 0; at < products.length; at += space.dimensions()) {
            each.add(Arrays.copyOfRange(products, at, at + space.dimensions()));
        }
        return each.toArray(float[][]::new);
    }
}
