package org.lookalike.simulation;

import java.util.random.RandomGenerator;

/** What a part lies on while its image is taken. */
enum Surface {
    BRUSHED_STEEL("brushed-steel", 172, 176, 182) {
        @Override
        float grain(float u, float v) {
            return 0.16f * NoiseField.at(u * 0.03f, v * 1.3f) + 0.06f * NoiseField.at(u * 0.2f, v * 2.1f);
        }
    },
    CAST_GREY("cast-grey", 112, 112, 110) {
        @Override
        float grain(float u, float v) {
            return 0.22f * NoiseField.at(u * 1.1f, v * 1.1f) + 0.16f * NoiseField.at(u * 0.12f, v * 0.12f);
        }
    },
    GREEN_BELT("green-belt", 46, 112, 74) {
        @Override
        float grain(float u, float v) {
            float rib = Math.floorMod((int) Math.floor(v), 26) < 2 ? -0.28f : 0f;
            return rib
                    + 0.05f * triangle(u * 0.21f)
                    + 0.05f * triangle(v * 0.21f)
                    + 0.08f * NoiseField.at(u * 0.4f, v * 0.4f);
        }
    },
    CARDBOARD("cardboard", 190, 152, 108) {
        @Override
        float grain(float u, float v) {
            return 0.045f * triangle(u * 0.085f)
                    + 0.07f * NoiseField.at(u * 0.25f, v * 0.7f)
                    + 0.05f * NoiseField.at(u * 0.05f, v * 0.05f);
        }
    },
    WOOD("wood", 168, 118, 70) {
        @Override
        float grain(float u, float v) {
            float bend = NoiseField.at(u * 0.012f, v * 0.05f);
            return 0.13f * triangle(v * 0.03f + bend * 1.1f) + 0.12f * NoiseField.at(u * 0.05f, v * 0.9f);
        }
    },
    BLUE_MAT("blue-mat", 40, 82, 156) {
        @Override
        float grain(float u, float v) {
            boolean line = Math.floorMod((int) Math.floor(u), 36) < 1 || Math.floorMod((int) Math.floor(v), 36) < 1;
            return (line ? 0.4f : 0f) + 0.09f * NoiseField.at(u * 0.9f, v * 0.9f);
        }
    };

    private final String label;
    private final int red;
    private final int green;
    private final int blue;

    Surface(String label, int red, int green, int blue) {
        this.label = label;
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    /** The relative brightness at a place in pixels, as a difference from 0. */
    abstract float grain(float u, float v);

    String label() {
        return label;
    }

    /**
     * Covers an image with this surface, at a random place, direction and tint.
     *
     * @param pixels receives width x height values 0xRRGGBB, row by row
     */
    void fill(int[] pixels, int width, int height, RandomGenerator random) {
        double angle = random.nextDouble(-0.5, 0.5) + (random.nextBoolean() ? Math.PI / 2 : 0);
        double zoom = random.nextDouble(0.8, 1.3);
        float across = (float) (Math.cos(angle) * zoom);
        float along = (float) (Math.sin(angle) * zoom);
        float startU = (float) random.nextDouble(4000);
        float startV = (float) random.nextDouble(4000);
        double brightness = random.nextDouble(0.86, 1.12);
        float tintedRed = (float) (red * brightness * random.nextDouble(0.96, 1.04));
        float tintedGreen = (float) (green * brightness);
        float tintedBlue = (float) (blue * brightness * random.nextDouble(0.96, 1.04));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float grain = 1 + grain(startU + x * across - y * along, startV + x * along + y * across);
                pixels[y * width + x] = Channels.pack(tintedRed * grain, tintedGreen * grain, tintedBlue * grain);
            }
        }
    }

    /** A wave of period 1 from -1 to 1, which costs less than a sine. */
    private static float triangle(float phase) {
        float fraction = phase - (float) Math.floor(phase);
        return 4 * Math.abs(fraction - 0.5f) - 1;
    }
}
