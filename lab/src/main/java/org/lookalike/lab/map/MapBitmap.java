package org.lookalike.lab.map;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.lookalike.admin.map.MapPoint;
import org.lookalike.admin.map.Thumbnails;

/** A map as a PNG: translucent squares, or thumbnails where asked for, and a legend. */
final class MapBitmap {
    static final int WIDTH = 1_600;
    static final int HEIGHT = 1_200;
    static final int LEGEND = 320;
    static final int LINE = 26;
    /** Groups that a legend names; the rest are summed up in its last line. */
    static final int NAMED = 40;

    static final int THUMBNAIL = 56;
    private static final int ALPHA = 150;
    private static final int TEXT = 16;
    private static final Color INK = new Color(0x222222);

    private MapBitmap() {}

    static void write(Path file, String title, List<MapPoint> points, Grouping grouping, Thumbnails thumbnails) {
        BufferedImage image = new BufferedImage(WIDTH + LEGEND, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        Viewport frame = new Viewport(points, WIDTH, HEIGHT);
        double side = Viewport.side(points.size());
        for (int i = 0; i < points.size(); i++) {
            graphics.setColor(colour(grouping.colourOf(i), ALPHA));
            MapPoint point = points.get(i);
            graphics.fill(new Rectangle2D.Double(frame.x(point) - side / 2, frame.y(point) - side / 2, side, side));
        }
        for (int i : ThumbnailPlacement.of(points, thumbnails, frame, THUMBNAIL)) {
            thumbnail(
                    graphics, points.get(i), thumbnails.of(i).orElseThrow(), colour(grouping.colourOf(i), 255), frame);
        }
        legend(graphics, title, grouping);
        graphics.dispose();
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }

    private static void thumbnail(Graphics2D graphics, MapPoint point, byte[] jpeg, Color colour, Viewport frame) {
        BufferedImage image;
        try {
            image = ImageIO.read(new ByteArrayInputStream(jpeg));
        } catch (IOException e) {
            throw new UncheckedIOException("a thumbnail of our own cannot be read", e);
        }
        double scale = (double) (THUMBNAIL - 6) / Math.max(image.getWidth(), image.getHeight());
        int width = Math.max(1, (int) (scale * image.getWidth()));
        int height = Math.max(1, (int) (scale * image.getHeight()));
        int left = (int) frame.x(point) - width / 2;
        int top = (int) frame.y(point) - height / 2;
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setColor(colour);
        graphics.fillRect(left - 2, top - 2, width + 4, height + 4);
        graphics.drawImage(image, left, top, width, height, null);
    }

    private static void legend(Graphics2D graphics, String title, Grouping grouping) {
        boolean letters = fonts(graphics);
        int y = LINE;
        if (letters) {
            graphics.setColor(INK);
            graphics.drawString(title, WIDTH + 8, y);
            graphics.drawString("by " + grouping.title(), WIDTH + 8, y + LINE);
        }
        y += 2 * LINE;
        for (Grouping.Group group : grouping.groups().stream().limit(NAMED).toList()) {
            graphics.setColor(colour(group.colour(), 255));
            graphics.fillRect(WIDTH + 8, y, TEXT, TEXT);
            if (letters) {
                graphics.setColor(INK);
                graphics.drawString(named(group), WIDTH + 8 + LINE, y + TEXT - 2);
            }
            y += LINE;
        }
        if (letters && grouping.groups().size() > NAMED) {
            graphics.setColor(INK);
            graphics.drawString("and %d more".formatted(grouping.groups().size() - NAMED), WIDTH + 8, y + TEXT - 2);
        }
    }

    /** What a legend says of a group. */
    static String named(Grouping.Group group) {
        return "%s (%,d)".formatted(group.name().isEmpty() ? "none" : group.name(), group.points());
    }

    /** Whether this Java can write: some have no fonts, and their legends show colours only. */
    private static boolean fonts(Graphics2D graphics) {
        try {
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, TEXT));
            graphics.getFontMetrics().stringWidth("x");
            return true;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return false;
        }
    }

    private static Color colour(String hexadecimal, int alpha) {
        int rgb = Integer.parseInt(hexadecimal.substring(1), 16);
        return new Color(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff, alpha);
    }
}
