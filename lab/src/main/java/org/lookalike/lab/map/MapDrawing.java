package org.lookalike.lab.map;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.lookalike.admin.map.MapPoint;
import org.lookalike.admin.map.Thumbnails;

/** A map as an SVG: translucent squares, or thumbnails where asked for, each named when pointed at, and a legend. */
final class MapDrawing {
    private MapDrawing() {}

    static void write(Path file, String title, List<MapPoint> points, Grouping grouping, Thumbnails thumbnails) {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write(String.format(
                    Locale.ROOT,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\""
                            + " font-size=\"16\">%n<title>%s</title>%n<rect width=\"100%%\" height=\"100%%\""
                            + " fill=\"#fff\"/>%n<g fill-opacity=\"0.6\">%n",
                    MapBitmap.WIDTH + MapBitmap.LEGEND,
                    MapBitmap.HEIGHT,
                    escaped(title)));
            Viewport frame = new Viewport(points, MapBitmap.WIDTH, MapBitmap.HEIGHT);
            double side = Viewport.side(points.size());
            for (int i = 0; i < points.size(); i++) {
                square(out, points.get(i), grouping.colourOf(i), frame, side);
            }
            out.write("</g>\n");
            for (int i : ThumbnailPlacement.of(points, thumbnails, frame, MapBitmap.THUMBNAIL)) {
                thumbnail(out, points.get(i), thumbnails.of(i).orElseThrow(), grouping.colourOf(i), frame);
            }
            legend(out, title, grouping);
            out.write("</svg>\n");
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }

    private static void square(Writer out, MapPoint point, String colour, Viewport frame, double side)
            throws IOException {
        out.write(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>%n",
                frame.x(point) - side / 2,
                frame.y(point) - side / 2,
                side,
                side,
                colour,
                escaped(point.label().isEmpty() ? point.name() : point.name() + " [" + point.label() + "]")));
    }

    private static void thumbnail(Writer out, MapPoint point, byte[] jpeg, String colour, Viewport frame)
            throws IOException {
        int side = MapBitmap.THUMBNAIL - 6;
        out.write(String.format(
                Locale.ROOT,
                "<image x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" href=\"data:image/jpeg;base64,%s\""
                        + " style=\"outline:2px solid %s\"><title>%s</title></image>%n",
                frame.x(point) - side / 2.0,
                frame.y(point) - side / 2.0,
                side,
                side,
                Base64.getEncoder().encodeToString(jpeg),
                colour,
                escaped(point.name())));
    }

    private static void legend(Writer out, String title, Grouping grouping) throws IOException {
        int y = MapBitmap.LINE;
        text(out, y, 0, title);
        text(out, y + MapBitmap.LINE, 0, "by " + grouping.title());
        y += 3 * MapBitmap.LINE;
        for (Grouping.Group group :
                grouping.groups().stream().limit(MapBitmap.NAMED).toList()) {
            out.write(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"16\" height=\"16\" fill=\"%s\"/>%n",
                    MapBitmap.WIDTH + 8,
                    y - 14,
                    group.colour()));
            text(out, y, MapBitmap.LINE, MapBitmap.named(group));
            y += MapBitmap.LINE;
        }
        if (grouping.groups().size() > MapBitmap.NAMED) {
            text(out, y, 0, "and %d more".formatted(grouping.groups().size() - MapBitmap.NAMED));
        }
    }

    private static void text(Writer out, int y, int indent, String text) throws IOException {
        out.write(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" fill=\"#222\">%s</text>%n",
                MapBitmap.WIDTH + 8 + indent,
                y,
                escaped(text)));
    }

    /** As text or in quotes; what XML cannot hold at all becomes a question mark. */
    static String escaped(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
