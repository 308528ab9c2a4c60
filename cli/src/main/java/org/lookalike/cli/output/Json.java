package org.lookalike.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Records as JSON text. */
public final class Json {
    private static final ObjectMapper ONE_LINE = new ObjectMapper();
    private static final ObjectMapper INDENTED = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    /** For a person to read and a script to parse. */
    public static String indented(Object value) {
        return text(INDENTED, value);
    }

    /** Without a line break. */
    public static String oneLine(Object value) {
        return text(ONE_LINE, value);
    }

    private static String text(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("%s cannot be written as JSON".formatted(value.getClass()), e);
        }
    }
}
