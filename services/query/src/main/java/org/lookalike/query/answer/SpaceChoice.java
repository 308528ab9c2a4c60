package org.lookalike.query.answer;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/**
 * Which space answers a request.
 *
 * @param space null where none does
 * @param refusal SPACE_NOT_READY with what is the matter, null where a space answers
 */
record SpaceChoice(@Nullable Space space, @Nullable PermanentFailure refusal) {
    /** Longer texts in the place of a space's id are cut before they are sent back. */
    private static final int SHOWN_CHARACTERS = 64;

    /** The space that the request names, else the active one. */
    static SpaceChoice of(SearchRequest request, Spaces spaces) {
        String wanted = request.getSpace();
        Space found = wanted == null
                ? spaces.active().orElse(null)
                : spaces.searchable(wanted).orElse(null);
        if (found != null) {
            return new SpaceChoice(found, null);
        }
        String problem = wanted == null ? noneActive(spaces) : notSearchable(wanted, spaces);
        return new SpaceChoice(null, new PermanentFailure(ErrorCode.SPACE_NOT_READY, problem));
    }

    private static String noneActive(Spaces spaces) {
        return spaces.all().isEmpty()
                ? "no embedder has announced a space yet"
                : "no space is active, defined are %s"
                        .formatted(spaces.alive().stream().map(Space::id).collect(Collectors.joining(", ")));
    }

    private static String notSearchable(String wanted, Spaces spaces) {
        String answering = spaces.active()
                .map(active -> "the active one is " + active.id())
                .orElseGet(() -> noneActive(spaces));
        if (spaces.find(wanted).isEmpty()) {
            String shown = wanted.substring(0, Math.min(wanted.length(), SHOWN_CHARACTERS));
            return "space '%s' is not known; %s".formatted(shown, answering);
        }
        Generation generation = spaces.generation(wanted);
        return switch (generation.state()) {
            case DROPPED -> "space %s was dropped at %s; %s".formatted(wanted, generation.at(), answering);
            case FAILED ->
                "space %s is not whole, %d pictures are counted and %d expected; %s"
                        .formatted(wanted, generation.counted(), generation.expected(), answering);
            case BUILDING, READY -> "space %s is still being built; %s".formatted(wanted, answering);
        };
    }
}
