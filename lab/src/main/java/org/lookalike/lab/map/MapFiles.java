package org.lookalike.lab.map;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lookalike.admin.map.MapPoint;
import org.lookalike.admin.map.Thumbnails;

/**
 * Everything that shows a map, from plain points: {@code map.csv}, {@code map.png}, {@code map.svg} and {@code map.html}.
 *
 * @param title what stands above it
 * @param points of the map
 * @param features a vector for each point for the table, or none at all
 * @param thumbnails shown on the page when a point is pointed at
 * @param drawThumbnails whether the PNG and the SVG show thumbnails, too
 */
public record MapFiles(
        String title, List<MapPoint> points, List<float[]> features, Thumbnails thumbnails, boolean drawThumbnails) {
    public MapFiles {
        points = List.copyOf(points);
        features = List.copyOf(features);
        if (!features.isEmpty() && features.size() != points.size()) {
            throw new IllegalArgumentException(
                    "%d features for %d points: must be one each or none".formatted(features.size(), points.size()));
        }
    }

    /** Points with their thumbnails on the page. */
    public static MapFiles of(String title, List<MapPoint> points, Thumbnails thumbnails) {
        return new MapFiles(title, points, List.of(), thumbnails, false);
    }

    /**
     * Writes the files, over older ones.
     *
     * @param folder made where missing
     * @return the size of the page in bytes
     */
    public long write(Path folder) {
        try {
            Files.createDirectories(folder);
            Grouping grouping = Grouping.telling(points);
            Thumbnails drawn = drawThumbnails ? thumbnails : Thumbnails.NONE;
            MapCsv.write(folder.resolve("map.csv"), points, features);
            MapBitmap.write(folder.resolve("map.png"), title, points, grouping, drawn);
            MapDrawing.write(folder.resolve("map.svg"), title, points, grouping, drawn);
            Path page = folder.resolve("map.html");
            MapPage.write(page, title, points, thumbnails);
            return Files.size(page);
        } catch (IOException e) {
            throw new UncheckedIOException("the map cannot be written to %s".formatted(folder), e);
        }
    }
}
