package org.lookalike.client;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.UriQuery;
import org.lookalike.events.VectorQuery;

/** An image to search by: its bytes, its URI, its id or its features. Immutable. */
public final class Example {
    private final Object value;

    private Example(Object value) {
        this.value = value;
    }

    /** An encoded image: the bytes of a JPEG, PNG, GIF, BMP, TIFF, WebP or PNM file, which are copied. */
    public static Example image(byte[] bytes) {
        return new Example(new PictureQuery(ByteBuffer.wrap(bytes.clone())));
    }

    /** An image in the image store. */
    public static Example uri(URI uri) {
        return new Example(new UriQuery(uri.toString()));
    }

    /** An image that is indexed already. */
    public static Example imageId(String imageId) {
        return new Example(new ImageIdQuery(imageId));
    }

    /** Raw features of the space's encoder: as many finite values as it has dimensions, not all zero. */
    public static Example vector(float[] features) {
        List<Float> values = new ArrayList<>(features.length);
        for (float feature : features) {
            values.add(feature);
        }
        return new Example(new VectorQuery(values));
    }

    Object value() {
        return value;
    }
}
