package org.lookalike.simulation;

/**
 * A camera over the line, with the light that is mounted beside it.
 *
 * @param line the production line, which is the station's name
 * @param camera the camera's name on the line
 * @param width of its images, in pixels
 * @param height of its images, in pixels
 * @param lightAngle where the light comes from, in radians clockwise from the right
 * @param warmth the light's tint, from -1 (bluish) to 1 (yellowish)
 */
record Station(String line, String camera, int width, int height, double lightAngle, double warmth) {

    /** The name under which the camera publishes. */
    String source() {
        return line + "/" + camera;
    }
}
