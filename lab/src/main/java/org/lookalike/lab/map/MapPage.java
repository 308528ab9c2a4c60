package org.lookalike.lab.map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.map.MapPoint;
import org.lookalike.admin.map.Thumbnails;

/**
 * A map as one HTML file that needs nothing else, neither network nor library: translucent squares that show their
 * images when pointed at.
 */
final class MapPage {
    private static final String TEMPLATE = "map.html";
    private static final String TITLE = "{{title}}";
    private static final String DATA = "{{data}}";

    private MapPage() {}

    static void write(Path file, String title, List<MapPoint> points, Thumbnails thumbnails) {
        String template = template();
        int at = template.indexOf(DATA);
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write(template.substring(0, at).replace(TITLE, MapDrawing.escaped(title)));
            data(out, title, points, thumbnails);
            out.write(template.substring(at + DATA.length()));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(MapPage.class.getResourceAsStream(TEMPLATE), TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void data(Writer out, String title, List<MapPoint> points, Thumbnails thumbnails)
            throws IOException {
        JsonFactory factory = new JsonFactory();
        factory.configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.setCharacterEscapes(new InsideScript());
            json.writeStartObject();
            json.writeStringField("title", title);
            json.writeArrayFieldStart("points");
            for (int i = 0; i < points.size(); i++) {
                point(json, points.get(i), thumbnails, i);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("groupings");
            for (Grouping grouping : List.of(Grouping.byLabel(points), Grouping.byCluster(points))) {
                if (!grouping.isEmpty() || grouping.title().equals("cluster")) {
                    grouping(json, grouping);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void point(JsonGenerator json, MapPoint point, Thumbnails thumbnails, int index) throws IOException {
        json.writeStartObject();
        json.writeStringField("n", point.name());
        json.writeNumberField("x", point.x());
        json.writeNumberField("y", point.y());
        // Empty ones would be a good part of a page of 20,000 points.
        writeUnlessEmpty(json, "u", point.uri());
        writeUnlessEmpty(json, "s", point.source());
        writeUnlessEmpty(json, "c", point.cluster());
        writeUnlessEmpty(json, "l", point.label());
        byte[] jpeg = thumbnails.of(index).orElse(new byte[0]);
        if (jpeg.length > 0) {
            json.writeBinaryField("t", jpeg);
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static void writeUnlessEmpty(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static void grouping(JsonGenerator json, Grouping grouping) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", grouping.title());
        json.writeArrayFieldStart("groups");
        for (Grouping.Group group : grouping.groups()) {
            json.writeStartObject();
            json.writeStringField("name", group.name());
            json.writeStringField("colour", group.colour());
            json.writeNumberField("points", group.points());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("of");
        for (int group : grouping.ofPoint()) {
            json.writeNumber(group);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** No text may look like the end of the script that it stands in. */
    private static final class InsideScript extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final SerializedString LESS = new SerializedString("\\u003c");

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes['<'] = ESCAPE_CUSTOM;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return character == '<' ? LESS : null;
        }
    }
}
