package org.lookalike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Whether images that look alike show the same thing, by a descriptor far weaker than the encoder. */
class NeighboursTest {

    private static final int IMAGES = 400;
    private static final int SIDE = 16;

    @Test
    void theNearestNeighbourShowsTheSamePartFarMoreOftenThanChance() throws IOException {
        InspectionLine line = new InspectionLine(3);
        String[] parts = new String[IMAGES];
        double[][] descriptors = new double[IMAGES][];
        for (int i = 0; i < IMAGES; i++) {
            SimulatedImage image = line.image(i);
            parts[i] = image.part();
            descriptors[i] = descriptor(ImageIO.read(new ByteArrayInputStream(image.jpeg())));
        }

        int right = 0;
        for (int i = 0; i < IMAGES; i++) {
            right += parts[nearest(descriptors, i)].equals(parts[i]) ? 1 : 0;
        }

        double chance = 1.0 / InspectionLine.parts().size();
        assertThat((double) right / IMAGES).isGreaterThan(2.5 * chance);
    }

    /** The strength of edges in a grid of 16 x 16 cells, and how often each of 64 colours occurs, both of length 1. */
    private static double[] descriptor(BufferedImage image) {
        double[] edges = new double[SIDE * SIDE];
        double[] colours = new double[64];
        for (int y = 0; y < image.getHeight() - 1; y++) {
            for (int x = 0; x < image.getWidth() - 1; x++) {
                int rgb = image.getRGB(x, y);
                int difference = Math.abs(grey(rgb) - grey(image.getRGB(x + 1, y)))
                        + Math.abs(grey(rgb) - grey(image.getRGB(x, y + 1)));
                edges[y * SIDE / image.getHeight() * SIDE + x * SIDE / image.getWidth()] += difference;
                colours[(rgb >> 22 & 3) << 4 | (rgb >> 14 & 3) << 2 | (rgb >> 6 & 3)]++;
            }
        }
        double[] joined = new double[edges.length + colours.length];
        double edgeLength = length(edges);
        double colourLength = length(colours);
        for (int i = 0; i < edges.length; i++) {
            joined[i] = edges[i] / edgeLength;
        }
        for (int i = 0; i < colours.length; i++) {
            joined[edges.length + i] = 0.3 * colours[i] / colourLength;
        }
        return joined;
    }

    private static int grey(int rgb) {
        return ((rgb >> 16 & 255) + 2 * (rgb >> 8 & 255) + (rgb & 255)) / 4;
    }

    private static double length(double[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    private static int nearest(double[][] descriptors, int query) {
        int best = -1;
        double min = Double.POSITIVE_INFINITY;
        for (int other = 0; other < descriptors.length; other++) {
            double distance = 0;
            for (int i = 0; i < descriptors[query].length; i++) {
                double difference = descriptors[query][i] - descriptors[other][i];
                distance += difference * difference;
            }
            if (other != query && distance < min) {
                min = distance;
                best = other;
            }
        }
        return best;
    }
}
