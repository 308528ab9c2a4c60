package org.lookalike.explorer.api;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lookalike.explorer.catalogue.ImageCriteria;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** A request's query parameters, as values. What breaks a rule is INVALID_FIELD. */
final class Parameters {
    private static final String ATTRIBUTE = "attribute.";
    /** Of one parameter. */
    private static final int MOST_VALUES = 1_000;

    private final Context context;

    Parameters(Context context) {
        this.context = context;
    }

    static PermanentFailure invalid(String message) {
        return new PermanentFailure(ErrorCode.INVALID_FIELD, message);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(context.queryParam(name)).filter(value -> !value.isEmpty());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> invalid("the parameter %s is missing".formatted(name)));
    }

    List<String> texts(String name) {
        List<String> values = context.queryParams(name).stream()
                .filter(value -> !value.isEmpty())
                .toList();
        if (values.size() > MOST_VALUES) {
            throw invalid("%s comes %d times, limit %d".formatted(name, values.size(), MOST_VALUES));
        }
        return values;
    }

    boolean flag(String name) {
        String value = text(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw invalid("%s is '%s', must be true or false".formatted(name, value));
        }
        return value.equals("true");
    }

    int integer(String name, int min, int max, int fallback) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, value.get(), min, max, e);
        }
        throw notANumber(name, value.get(), min, max, null);
    }

    private static PermanentFailure notANumber(
            String name, String value, int min, int max, @Nullable NumberFormatException cause) {
        String message = "%s is '%s', must be a whole number from %d to %d".formatted(name, value, min, max);
        return cause == null ? invalid(message) : new PermanentFailure(ErrorCode.INVALID_FIELD, message, cause);
    }

    Optional<Float> decimal(String name, float min, float max) {
        return text(name).map(value -> {
            try {
                float number = Float.parseFloat(value);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new PermanentFailure(
                        ErrorCode.INVALID_FIELD, "%s is '%s', must be a number".formatted(name, value), e);
            }
            throw invalid("%s is '%s', must be %s to %s".formatted(name, value, min, max));
        });
    }

    private @Nullable Instant instant(String name) {
        return text(name)
                .map(value -> {
                    try {
                        return Instant.parse(value);
                    } catch (DateTimeException e) {
                        throw new PermanentFailure(
                                ErrorCode.INVALID_FIELD,
                                "%s is '%s', must be an instant such as 2026-11-21T10:15:30Z".formatted(name, value),
                                e);
                    }
                })
                .orElse(null);
    }

    /** The filter that a request names. */
    ImageCriteria criteria() {
        Map<String, String> attributes = new LinkedHashMap<>();
        context.queryParamMap().forEach((name, values) -> {
            if (name.startsWith(ATTRIBUTE) && !values.isEmpty()) {
                attributes.put(name.substring(ATTRIBUTE.length()), values.get(0));
            }
        });
        return new ImageCriteria(
                set("source"),
                set("cluster"),
                set("label"),
                set("without-label"),
                flag("unlabelled"),
                instant("from"),
                instant("to"),
                attributes);
    }

    private Set<String> set(String name) {
        return new LinkedHashSet<>(texts(name));
    }
}
