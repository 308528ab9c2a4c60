package org.lookalike.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.lookalike.explorer.api.LabelRoutes;
import org.lookalike.explorer.api.ListRoutes;
import org.lookalike.explorer.api.MapRoutes;
import org.lookalike.explorer.api.OperationRoutes;
import org.lookalike.explorer.api.PictureRoutes;
import org.lookalike.explorer.api.SearchRoutes;

/** The document describes the operations that there are, and no others. */
final class OpenApiTest {
    private static final Pattern LINE = Pattern.compile("(?m)^  (/v1/[^:]+):$|^    (get|post|put|delete|patch):$");

    @Test
    void theDocumentHasTheOperationsThatAreServed() throws Exception {
        Set<String> served = Explorer.routes(
                        new SearchRoutes(null, null, null, null, null, 0, null),
                        new PictureRoutes(null, null, null, null, null),
                        new ListRoutes(null),
                        new LabelRoutes(null, null),
                        new MapRoutes(null, null),
                        new OperationRoutes(null, null, null, null, null))
                .stream()
                .map(route -> route.method().name() + " " + route.path())
                .collect(Collectors.toCollection(TreeSet::new));
        // Of the server itself.
        served.add("POST /v1/session");
        served.add("GET /v1/openapi.yaml");

        assertThat(documented()).isEqualTo(served);
    }

    private static Set<String> documented() throws Exception {
        String document;
        try (InputStream in = Explorer.class.getResourceAsStream("openapi.yaml")) {
            document = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Set<String> operations = new TreeSet<>();
        Matcher lines = LINE.matcher(document.substring(0, document.indexOf("\ncomponents:")));
        String path = "";
        while (lines.find()) {
            if (lines.group(1) != null) {
                path = lines.group(1);
            } else {
                operations.add(lines.group(2).toUpperCase(java.util.Locale.ROOT) + " " + path);
            }
        }
        return operations;
    }
}
