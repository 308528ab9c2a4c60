package org.lookalike.bench.retrieval;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** An image file turned clockwise by quarters, as PNG. */
final class TurnedImage {
    private TurnedImage() {}

    static byte[] of(byte[] file, int quarters) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
            for (int i = 0; i < quarters; i++) {
                image = quarter(image);
            }
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot turn a picture", e);
        }
    }

    private static BufferedImage quarter(BufferedImage image) {
        int rows = image.getHeight();
        int columns = image.getWidth();
        BufferedImage turned = new BufferedImage(rows, columns, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned.setRGB(rows - 1 - row, column, image.getRGB(column, row));
            }
        }
        return turned;
    }
}
