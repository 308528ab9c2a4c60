package org.lookalike.platform.config;

import java.util.List;

/** The settings break their rules; the message has one line per problem, each naming key, value, origin and rule. */
public final class InvalidSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidSettings(List<String> problems) {
        super("%d setting%s cannot be used:%n  %s"
                .formatted(
                        problems.size(),
                        problems.size() == 1 ? "" : "s",
                        String.join(System.lineSeparator() + "  ", problems)));
        this.problems = List.copyOf(problems);
    }

    /** One sentence per problem. */
    public List<String> problems() {
        return problems;
    }
}
