package org.lookalike.query.request;

import java.util.stream.Collectors;
import org.lookalike.events.SearchRequest;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Finds the space that answers a request. */
final class SpaceResolver {
    /** Longer texts in the place of a space's id are cut before they are sent back. */
    private static final int MAX_SHOWN_CHARACTERS = 64;

    private SpaceResolver() {}

    /** The space that the request names, else the active one; SPACE_NOT_READY with the reason where none answers. */
    static Result<Space> resolve(SearchRequest request, Spaces spaces) {
        String wanted = request.getSpace();
        Space found = wanted == null
                ? spaces.active().orElse(null)
                : spaces.searchable(wanted).orElse(null);
        if (found != null) {
            return Result.of(found);
        }
        String problem = wanted == null ? noneActive(spaces) : notSearchable(wanted, spaces);
        return Result.failed(new Failure(ErrorCode.SPACE_NOT_READY, problem));
    }

    private static String noneActive(Spaces spaces) {
        if (spaces.all().isEmpty()) {
            return "no embedder has announced a space yet";
        }
        return spaces.preferred().isPresent()
                ? "the collection of space %s was lost and is built again"
                        .formatted(spaces.preferred().get().id())
                : "no space is active, defined are %s"
                        .formatted(spaces.alive().stream().map(Space::id).collect(Collectors.joining(", ")));
    }

    private static String notSearchable(String wanted, Spaces spaces) {
        String answering = spaces.active()
                .map(active -> "the active one is " + active.id())
                .orElseGet(() -> noneActive(spaces));
        if (spaces.find(wanted).isEmpty()) {
            String shown = wanted.substring(0, Math.min(wanted.length(), MAX_SHOWN_CHARACTERS));
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
