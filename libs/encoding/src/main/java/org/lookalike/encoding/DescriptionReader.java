package org.lookalike.encoding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one JSON object and gathers everything that is wrong with them, instead of stopping at the first.
 * A value that is missing or bad is replaced by a sound one, so that reading can go on; the result counts only while
 * {@link #problems()} is empty.
 */
final class DescriptionReader {
    private final JsonNode object;
    private final String prefix;
    private final List<String> problems;
    private final Set<String> known = new HashSet<>();

    DescriptionReader(JsonNode object) {
        this(object, "", new ArrayList<>());
        if (!object.isObject()) {
            problems.add("the file must hold one JSON object, was %s".formatted(shortened(object)));
        }
    }

    private DescriptionReader(JsonNode object, String prefix, List<String> problems) {
        this.object = object;
        this.prefix = prefix;
        this.problems = problems;
    }

    List<String> problems() {
        return problems;
    }

    String text(String key, String instead, Consumer<String> rule) {
        JsonNode value = value(key, "text", JsonNode::isTextual);
        return value != null && check(() -> rule.accept(value.textValue())) ? value.textValue() : instead;
    }

    int integer(String key, int instead, IntConsumer rule) {
        JsonNode value = value(key, "a whole number", node -> node.isIntegralNumber() && node.canConvertToInt());
        return value != null && check(() -> rule.accept(value.intValue())) ? value.intValue() : instead;
    }

    <E extends Enum<E>> E oneOf(String key, E instead, Class<E> type) {
        JsonNode value = value(key, "text", JsonNode::isTextual);
        if (value == null) {
            return instead;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value.textValue())) {
                return constant;
            }
        }
        problems.add("%s%s must be one of %s, was %s"
                .formatted(prefix, key, Arrays.toString(type.getEnumConstants()), shortened(value)));
        return instead;
    }

    List<Float> numbers(String key, List<Float> instead, Consumer<List<Float>> rule) {
        JsonNode value = value(key, "a list of numbers", DescriptionReader::isNumbers);
        if (value == null) {
            return instead;
        }
        List<Float> numbers = new ArrayList<>();
        value.forEach(number -> numbers.add(number.floatValue()));
        return check(() -> rule.accept(numbers)) ? numbers : instead;
    }

    /** The object under a key, to be read and {@link #finish}ed by itself; what is wrong with it is reported here. */
    DescriptionReader object(String key) {
        JsonNode value = value(key, "an object", JsonNode::isObject);
        // Without the object, one problem is enough; its keys are not missed one by one.
        List<String> reported = value == null ? new ArrayList<>() : problems;
        return new DescriptionReader(value == null ? object : value, prefix + key + ".", reported);
    }

    /** Applies a rule to values that were read and reports if they break it; returns whether they keep it. */
    boolean check(Runnable rule) {
        try {
            rule.run();
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(prefix + e.getMessage());
            return false;
        }
    }

    /** Reports unknown keys. */
    void finish() {
        Set<String> unknown = new TreeSet<>();
        object.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        for (String key : unknown) {
            problems.add("%s%s is unknown, was %s; known are %s"
                    .formatted(prefix, key, shortened(object.get(key)), new TreeSet<>(known)));
        }
    }

    private @Nullable JsonNode value(String key, String kind, Predicate<JsonNode> isKind) {
        known.add(key);
        JsonNode value = object.get(key);
        if (value == null) {
            problems.add("%s%s is missing, must be %s".formatted(prefix, key, kind));
            return null;
        }
        if (!isKind.test(value)) {
            problems.add("%s%s must be %s, was %s".formatted(prefix, key, kind, shortened(value)));
            return null;
        }
        return value;
    }

    private static boolean isNumbers(JsonNode node) {
        if (!node.isArray()) {
            return false;
        }
        for (JsonNode element : node) {
            if (!element.isNumber()) {
                return false;
            }
        }
        return true;
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
