package org.lookalike.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A synthetic inspection line. Image n of a seed is the same on every run of one Java version, in any order and from
 * any thread: the line holds no state, so threads may share it. Java 2D draws the images without a display or fonts.
 */
public final class InspectionLine {

    /** The highest image number; at one image each half second it is some 15,000 years away. */
    public static final long MAX_NUMBER = 1_000_000_000_000L;

    private static final List<Part> PARTS = List.of(Part.values());
    private static final List<Surface> SURFACES = List.of(Surface.values());
    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final Instant FIRST_SHIFT = Instant.parse("2026-01-05T06:00:00Z");
    private static final Duration BETWEEN_IMAGES = Duration.ofMillis(500);
    private static final List<Station> STATIONS = List.of(
            new Station("line-1", "camera-1", 480, 360, -2.3, 0.3),
            new Station("line-1", "camera-2", 400, 300, -0.8, -0.4),
            new Station("line-2", "camera-1", 400, 300, -1.6, 0.9),
            new Station("line-2", "camera-2", 320, 240, 2.6, -0.9));

    private final long seed;
    private final double brokenShare;

    /** A line whose images are all sound. */
    public InspectionLine(long seed) {
        this(seed, 0);
    }

    /**
     * A line some of whose images arrive broken: cut off, empty, or text in place of an image. The sound ones are
     * the same as on a line with the same seed and no broken ones.
     *
     * @param seed any number
     * @param brokenShare the share of broken images, from 0 to 1
     */
    public InspectionLine(long seed, double brokenShare) {
        if (!(brokenShare >= 0 && brokenShare <= 1)) {
            throw new IllegalArgumentException("broken share is " + brokenShare + ", must be from 0 to 1");
        }
        this.seed = seed;
        this.brokenShare = brokenShare;
    }

    /**
     * Takes one image.
     *
     * @param number which one, from 0 to {@link #MAX_NUMBER}
     * @throws IllegalArgumentException when the number is out of range
     */
    public SimulatedImage image(long number) {
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("picture number is " + number + ", must be from 0 to " + MAX_NUMBER);
        }
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + number);
        SplittableRandom faults = random.split();
        Part part = pick(PARTS, random);
        Surface surface = pick(SURFACES, random);
        Defect defect = Defect.of(random);
        Station station = pick(STATIONS, random);
        byte[] bytes = Jpeg.encode(SceneRenderer.render(station, part, surface, defect, random));

        Map<String, String> attributes = new HashMap<>();
        attributes.put("part", part.label());
        attributes.put("surface", surface.label());
        attributes.put("defect", defect.label());
        attributes.put("station", station.line());
        if (faults.nextDouble() < brokenShare) {
            Fault fault = pick(FAULTS, faults);
            attributes.put("fault", fault.label());
            bytes = fault.damage(bytes);
        }
        return new SimulatedImage(
                "simulated-%d-%08d".formatted(seed, number),
                part.label(),
                surface.label(),
                defect.label(),
                station.source(),
                FIRST_SHIFT.plus(BETWEEN_IMAGES.multipliedBy(number)),
                attributes,
                bytes);
    }

    /** The labels of the kinds of part, in a fixed order. */
    public static List<String> parts() {
        return PARTS.stream().map(Part::label).toList();
    }

    /** The labels of the surfaces, in a fixed order. */
    public static List<String> surfaces() {
        return SURFACES.stream().map(Surface::label).toList();
    }

    /** The labels of the kinds of defect, in a fixed order; the first, {@code none}, is most common. */
    public static List<String> defects() {
        return Stream.of(Defect.values()).map(Defect::label).toList();
    }

    /** The cameras' names, in a fixed order. */
    public static List<String> sources() {
        return STATIONS.stream().map(Station::source).toList();
    }

    private static <T> T pick(List<T> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
