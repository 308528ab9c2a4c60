package org.lookalike.bench.chaos;

import java.time.Duration;
import java.util.List;
import org.lookalike.bench.chaos.traffic.PictureTraffic;
import org.lookalike.bench.chaos.traffic.SearchTally;

/**
 * What a run found.
 *
 * @param seed of the run
 * @param milvus which server it ran against
 * @param pictures what was acknowledged to the publisher, without probes
 * @param retries how often the publisher had to repeat a request
 * @param recoveries one for each fault
 * @param exits services that ended by themselves, with the end of their logs
 * @param searches what became of the searches
 * @param end what was wrong at the end
 * @param quiet from the last fault's end until nothing was wrong any more, or until the limit
 * @param took the whole run
 */
record ChaosResult(
        long seed,
        String milvus,
        PictureTraffic.Amounts pictures,
        long retries,
        List<Recovery> recoveries,
        List<String> exits,
        SearchTally searches,
        EndState end,
        Duration quiet,
        Duration took) {
    /** Copies the collections. */
    ChaosResult {
        recoveries = List.copyOf(recoveries);
        exits = List.copyOf(exits);
    }

    /** Whether nothing was lost, doubled, undeleted, outdated, wrong, unanswered or never recovered. */
    boolean isGood() {
        return end.isWhole()
                && searches.wrong().isEmpty()
                && searches.unanswered() == 0
                && recoveries.stream().noneMatch(each -> each.answered() == null || each.fresh() == null);
    }
}
