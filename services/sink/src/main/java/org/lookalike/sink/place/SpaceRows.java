package org.lookalike.sink.place;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.spaces.BatchPlacement;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;

/** Makes the rows of one space of encoded images, many at a time. Thread-safe. */
public final class SpaceRows {
    private final Space space;
    private final BatchPlacement placement;

    public SpaceRows(Space space) {
        this.space = space;
        this.placement = new BatchPlacement(space);
    }

    /**
     * The images' rows in the space, in the images' order, without those that have no place there.
     *
     * @param refused told why an image has none, and its index
     */
    public List<VectorRow> of(List<EncodedImage> images, ObjIntConsumer<PermanentFailure> refused) {
        List<VectorRow> rows = new ArrayList<>(images.size());
        List<Integer> fitting = new ArrayList<>(images.size());
        List<float[]> features = new ArrayList<>(images.size());
        for (int index = 0; index < images.size(); index++) {
            try {
                images.get(index).requireEncoderOf(space);
            } catch (PermanentFailure failure) {
                refused.accept(failure, index);
                continue;
            }
            fitting.add(index);
            features.add(images.get(index).features().vector());
        }
        placement.place(features, new BatchPlacement.Visitor() {
            @Override
            public void placed(int index, Placement place) {
                rows.add(images.get(fitting.get(index)).at(place));
            }

            @Override
            public void refused(int index, IllegalArgumentException reason) {
                refused.accept(images.get(fitting.get(index)).hasNoPlace(reason), fitting.get(index));
            }
        });
        return rows;
    }
}
