package org.lookalike.schemas;

/** The rule that labels obey, because they are part of keys, filters, tables and pages. */
public final class LabelText {
    /** The maximum length of a label, in UTF-16 characters. */
    public static final int MAX_LENGTH = 200;

    private LabelText() {}

    /**
     * The label itself.
     *
     * @throws IllegalArgumentException if it is empty, longer than {@value #MAX_LENGTH} characters, begins or ends with
     *     white space, or has control characters
     */
    public static String require(String label) {
        if (label.isEmpty() || label.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a label has %d characters, must be 1 to %d".formatted(label.length(), MAX_LENGTH));
        }
        if (!label.equals(label.strip()) || label.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "label '%s' begins or ends with white space, or has control characters".formatted(label));
        }
        return label;
    }
}
