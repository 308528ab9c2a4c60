package org.lookalike.schemas.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Changes a real schema on purpose, to show which changes stop the build. */
class BackwardCheckTest {
    private static final String QUARANTINED = "org.lookalike.events.ImageQuarantined";
    private static final String SIZE_FIELD = "{\"name\":\"sizeBytes\",\"type\":\"long\"";
    private static final String ARRIVED = "org.lookalike.events.ImageArrived";

    @Test
    void acceptsTheSchemaUnchanged() throws IOException {
        assertThat(problemsAfter(ARRIVED, SIZE_FIELD, SIZE_FIELD)).isEmpty();
    }

    @Test
    void acceptsANewFieldWithADefault() throws IOException {
        String added = "{\"name\":\"rank\",\"type\":\"int\",\"default\":0}," + SIZE_FIELD;
        assertThat(problemsAfter(ARRIVED, SIZE_FIELD, added)).isEmpty();
    }

    @Test
    void acceptsANewEnumSymbol() throws IOException {
        assertThat(problemsAfter(QUARANTINED, "\"QUERY\"]", "\"QUERY\",\"REFIT\"]"))
                .isEmpty();
    }

    @Test
    void acceptsAWiderNumber() throws IOException {
        String wider = "{\"name\":\"sizeBytes\",\"type\":\"double\"";
        assertThat(problemsAfter(ARRIVED, SIZE_FIELD, wider)).isEmpty();
    }

    @Test
    void refusesANewFieldWithoutADefault() throws IOException {
        String added = "{\"name\":\"rank\",\"type\":\"int\"}," + SIZE_FIELD;
        assertThat(problemsAfter(ARRIVED, SIZE_FIELD, added))
                .singleElement()
                .asString()
                .contains(ARRIVED, "release 0.1.0", "READER_FIELD_MISSING_DEFAULT_VALUE", "rank");
    }

    @Test
    void refusesARenamedFieldWithoutAnAlias() throws IOException {
        String renamed = "{\"name\":\"bytesInFile\",\"type\":\"long\"";
        assertThat(problemsAfter(ARRIVED, SIZE_FIELD, renamed))
                .singleElement()
                .asString()
                .contains("bytesInFile");
    }

    @Test
    void refusesAChangedType() throws IOException {
        String changed = "{\"name\":\"sizeBytes\",\"type\":\"string\"";
        assertThat(problemsAfter(ARRIVED, SIZE_FIELD, changed))
                .singleElement()
                .asString()
                .contains("TYPE_MISMATCH");
    }

    @Test
    void refusesANarrowerNumber() throws IOException {
        String narrower = "{\"name\":\"sizeBytes\",\"type\":\"int\"";
        assertThat(problemsAfter(ARRIVED, SIZE_FIELD, narrower))
                .singleElement()
                .asString()
                .contains("TYPE_MISMATCH");
    }

    @Test
    void refusesARemovedEnumSymbolWhereTheEnumHasNoDefault() throws IOException {
        Schema written = enumeration("[\"UNKNOWN\",\"INGEST\"]", "");
        Schema now = enumeration("[\"UNKNOWN\"]", "");
        assertThat(problems(written, now)).singleElement().asString().contains("MISSING_ENUM_SYMBOLS", "INGEST");
    }

    @Test
    void acceptsARemovedEnumSymbolWhereTheEnumHasADefault() throws IOException {
        Schema written = enumeration("[\"UNKNOWN\",\"INGEST\"]", ",\"default\":\"UNKNOWN\"");
        Schema now = enumeration("[\"UNKNOWN\"]", ",\"default\":\"UNKNOWN\"");
        assertThat(problems(written, now)).isEmpty();
    }

    @Test
    void refusesARecordThatIsGone() throws IOException {
        assertThat(BackwardCheck.problems(Map.of(), Map.of("0.1.0", Map.of(ARRIVED, released(ARRIVED)))))
                .singleElement()
                .asString()
                .contains(ARRIVED, "gone");
    }

    @Test
    void holdsAgainstOlderReleasesToo() throws IOException {
        Schema now = released(ARRIVED);
        Schema older = changed(ARRIVED, SIZE_FIELD, "{\"name\":\"size\",\"type\":\"long\"");
        assertThat(BackwardCheck.problems(
                        Map.of(ARRIVED, now), Map.of("0.0.9", Map.of(ARRIVED, older), "0.1.0", Map.of(ARRIVED, now))))
                .singleElement()
                .asString()
                .contains("release 0.0.9");
    }

    private static List<String> problemsAfter(String name, String from, String to) throws IOException {
        return problems(released(name), changed(name, from, to));
    }

    private static List<String> problems(Schema written, Schema now) {
        String name = now.getFullName();
        return BackwardCheck.problems(Map.of(name, now), Map.of("0.1.0", Map.of(name, written)));
    }

    private static Schema released(String name) throws IOException {
        return SchemaFiles.released().get("0.1.0").get(name);
    }

    private static Schema changed(String name, String from, String to) throws IOException {
        String text = released(name).toString();
        assertThat(text).contains(from);
        return new Schema.Parser().parse(text.replace(from, to));
    }

    private static Schema enumeration(String symbols, String rest) {
        return new Schema.Parser()
                .parse("{\"type\":\"enum\",\"name\":\"Stage\",\"namespace\":\"test\",\"symbols\":" + symbols + rest
                        + "}");
    }
}
