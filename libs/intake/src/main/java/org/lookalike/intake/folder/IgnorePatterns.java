package org.lookalike.intake.folder;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which files are no images and not meant to be. A pattern is matched against the whole path inside the folder or
 * archive, whatever the case: {@code *} stands for any characters but a slash, {@code ?} for one, and <code>**&#47;</code>
 * for any folders or none. So {@code *.txt} ignores text files at the top only.
 */
public final class IgnorePatterns {
    private final List<Pattern> patterns;

    public IgnorePatterns(List<String> patterns) {
        this.patterns = patterns.stream().map(IgnorePatterns::compile).toList();
    }

    boolean matches(String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    private static Pattern compile(String glob) {
        StringBuilder expression = new StringBuilder();
        int index = 0;
        while (index < glob.length()) {
            if (glob.startsWith("**/", index)) {
                expression.append("(?:[^/]+/)*");
                index += 3;
                continue;
            }
            char character = glob.charAt(index++);
            switch (character) {
                case '*' -> expression.append("[^/]*");
                case '?' -> expression.append("[^/]");
                default -> expression.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return Pattern.compile(expression.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
