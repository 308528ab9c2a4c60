package org.lookalike.vectorstore.milvus;

/**
 * Attribute keys as they stand in the JSON field.
 *
 * <p>A server takes the key out of {@code attributes["key"]} by its own rules: 2.3 cuts it at {@code ][} even between
 * quotes, and walks it as a JSON pointer. So whatever has a meaning there is written as a percent sign and two
 * hexadecimal digits; letters, digits and all other characters stay as they are.
 */
final class AttributeKeys {
    private static final String SPECIAL = "%[]\"'\\/~";

    private AttributeKeys() {}

    static String encode(String key) {
        StringBuilder encoded = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char character = key.charAt(i);
            if (SPECIAL.indexOf(character) >= 0) {
                encoded.append('%').append("%02X".formatted((int) character));
            } else {
                encoded.append(character);
            }
        }
        return encoded.toString();
    }

    static String decode(String encoded) {
        StringBuilder key = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char character = encoded.charAt(i);
            if (character == '%') {
                key.append((char) Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                key.append(character);
            }
        }
        return key.toString();
    }
}
