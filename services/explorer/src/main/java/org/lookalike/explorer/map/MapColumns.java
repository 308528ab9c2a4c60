package org.lookalike.explorer.map;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lookalike.explorer.catalogue.CatalogueSnapshot;
import org.lookalike.explorer.catalogue.CataloguedImage;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.schemas.Sha256;
import org.lookalike.spaces.map.ImageMap;

/**
 * The images on a map as columns of numbers, 12 bytes for each image. They come in the order of their hashes, so that the first
 * so many are a sample of all. Immutable and thread-safe.
 *
 * <p>All numbers are little endian. The columns follow each other: x and y (unsigned 16 bits, 0 the smallest coordinate on the
 * map and 65,535 the largest), cluster and source (unsigned 16 bits: the place in the list of names; {@value #NONE} for none),
 * and time (unsigned 32 bits: seconds since {@link #epochSeconds}).
 */
public final class MapColumns {
    /** Stands for a cluster, source or label that an image does not have, or that finds no place among 65,535. */
    public static final int NONE = 0xffff;

    private static final int BYTES_EACH = 12;
    private static final int KEY_LENGTH = 16;
    private static final int LARGEST = 0xffff;

    private final String key;
    private final List<CataloguedImage> images;
    private final List<String> clusters = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private final long epochSeconds;
    private final float[] extent;
    private final byte[] columns;

    private record OnMap(long hash, CataloguedImage image, ImageMap.Place place) {}

    private MapColumns(String mapId, String spaceId, List<OnMap> points) {
        this.images = points.stream().map(OnMap::image).toList();
        this.epochSeconds = points.stream()
                .mapToLong(point -> point.image().time().getEpochSecond())
                .min()
                .orElse(0);
        this.extent = extent(points);
        this.columns = columns(points);
        StringBuilder content = new StringBuilder(mapId).append(' ').append(spaceId);
        images.forEach(image -> content.append('\n').append(image.imageId()));
        this.key = Sha256.of(content.toString()).substring(0, KEY_LENGTH);
    }

    /** Of the images that are on the map and in the catalogue. */
    public static MapColumns of(ImageMap map, CatalogueSnapshot catalogue) {
        List<OnMap> points = new ArrayList<>();
        for (CataloguedImage image : catalogue.newestFirst()) {
            map.of(image.imageId())
                    .ifPresent(place -> points.add(new OnMap(SampleHash.of(image.imageId()), image, place)));
        }
        points.sort((one, other) -> Long.compareUnsigned(one.hash(), other.hash()));
        return new MapColumns(map.id(), catalogue.spaceId(), points);
    }

    /** Smallest x and y, largest x and y, in the map's own unit. */
    private static float[] extent(List<OnMap> points) {
        float[] extent = {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
        for (OnMap point : points) {
            extent[0] = Math.min(extent[0], point.place().x());
            extent[1] = Math.min(extent[1], point.place().y());
            extent[2] = Math.max(extent[2], point.place().x());
            extent[3] = Math.max(extent[3], point.place().y());
        }
        return points.isEmpty() ? new float[4] : extent;
    }

    private byte[] columns(List<OnMap> points) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES_EACH * points.size()).order(ByteOrder.LITTLE_ENDIAN);
        points.forEach(point -> bytes.putShort(scaled(point.place().x(), extent[0], extent[2])));
        points.forEach(point -> bytes.putShort(scaled(point.place().y(), extent[1], extent[3])));
        index(points, clusters, CataloguedImage::cluster, bytes);
        index(points, sources, CataloguedImage::source, bytes);
        points.forEach(point -> bytes.putInt((int) (point.image().time().getEpochSecond() - epochSeconds)));
        return bytes.array();
    }

    private static short scaled(float value, float min, float max) {
        return (short) (max > min ? Math.round((double) LARGEST * (value - min) / (max - min)) : LARGEST / 2);
    }

    private static void index(
            List<OnMap> points, List<String> names, Function<CataloguedImage, String> name, ByteBuffer bytes) {
        List<String> found = points.stream()
                .map(point -> name.apply(point.image()))
                .filter(text -> !text.isEmpty())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .limit(NONE)
                .toList();
        names.addAll(found);
        Map<String, Integer> places = places(found);
        points.forEach(point -> bytes.putShort((short) (int) places.getOrDefault(name.apply(point.image()), NONE)));
    }

    private static Map<String, Integer> places(List<String> names) {
        Map<String, Integer> places = new HashMap<>();
        for (String name : names) {
            places.put(name, places.size());
        }
        return places;
    }

    /**
     * A column of the images' labels: unsigned 16 bits each, the place in a list of names; {@value #NONE} for none.
     *
     * @param names the list
     * @param label gives an image's label, or null
     */
    public byte[] labels(List<String> names, Function<CataloguedImage, @Nullable String> label) {
        Map<String, Integer> places = places(names.subList(0, Math.min(names.size(), NONE)));
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * images.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (CataloguedImage image : images) {
            String name = label.apply(image);
            bytes.putShort((short) (name == null ? NONE : places.getOrDefault(name, NONE)));
        }
        return bytes.array();
    }

    /**
     * A text and columns in one: the text's length in bytes of UTF-8 (unsigned 32 bits, a multiple of 4), the text, filled up
     * with spaces, the columns.
     */
    public static byte[] framed(String text, byte[] columns) {
        byte[] head = text.getBytes(StandardCharsets.UTF_8);
        int padded = (head.length + 3) / 4 * 4;
        ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES + padded + columns.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(padded).put(head);
        for (int i = head.length; i < padded; i++) {
            bytes.put((byte) ' ');
        }
        return bytes.put(columns).array();
    }

    /** Stands for exactly this content: map, space and images. */
    public String key() {
        return key;
    }

    /** The images, in the columns' order. */
    public List<CataloguedImage> images() {
        return images;
    }

    /** The names that the column of clusters refers to. */
    public List<String> clusters() {
        return List.copyOf(clusters);
    }

    /** The names that the column of sources refers to. */
    public List<String> sources() {
        return List.copyOf(sources);
    }

    /** What the column of times counts from, in seconds since 1970 UTC. */
    public long epochSeconds() {
        return epochSeconds;
    }

    /** Width and height of the map, in its own unit. */
    public float[] size() {
        return new float[] {extent[2] - extent[0], extent[3] - extent[1]};
    }

    /** A copy of the columns. */
    public byte[] bytes() {
        return columns.clone();
    }
}
