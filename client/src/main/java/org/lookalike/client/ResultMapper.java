package org.lookalike.client;

import java.time.Duration;
import org.lookalike.events.ClusterAnswer;
import org.lookalike.events.PlaceOnMap;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.Timings;
import org.lookalike.events.Verdict;

/** Maps a reply without an error to the client's own records. */
final class ResultMapper {
    private ResultMapper() {}

    static SearchResult of(SearchReply reply) {
        return new SearchResult(
                reply.getHits().stream().map(ResultMapper::hit).toList(),
                reply.getSpace(),
                timings(reply.getTimings()),
                reply.getVerdict() == null ? null : verdict(reply.getVerdict()),
                reply.getClusterAnswer() == null ? null : clusterAnswer(reply.getClusterAnswer()),
                reply.getPlace() == null ? null : place(reply.getPlace()),
                reply.getExpanded());
    }

    private static SearchResult.Hit hit(SearchHit hit) {
        return new SearchResult.Hit(
                hit.getImageId(),
                hit.getScore(),
                hit.getUri(),
                hit.getSource(),
                hit.getTime(),
                hit.getAttributes(),
                hit.getCluster(),
                hit.getClusterDistance(),
                hit.getLabel(),
                hit.getLabelBasis(),
                hit.getRole(),
                hit.getDuplicates(),
                hit.getRotation());
    }

    private static SearchResult.Verdict verdict(Verdict verdict) {
        return new SearchResult.Verdict(
                verdict.getKind(),
                verdict.getLabel(),
                verdict.getScore(),
                verdict.getNearestImageId(),
                verdict.getRunnerUp(),
                verdict.getRunnerUpScore(),
                verdict.getMatchThreshold(),
                verdict.getNoveltyThreshold(),
                verdict.getFalseMatchRate(),
                verdict.getClasses(),
                verdict.getTemplates(),
                verdict.getImpostors(),
                verdict.getGenuine(),
                verdict.getReason());
    }

    private static SearchResult.ClusterAnswer clusterAnswer(ClusterAnswer answer) {
        return new SearchResult.ClusterAnswer(
                answer.getClusterId(),
                answer.getMembers(),
                answer.getLabel(),
                answer.getLooked(),
                answer.getAgreed(),
                answer.getPurityBound(),
                answer.getConfidence());
    }

    private static SearchResult.Place place(PlaceOnMap place) {
        return new SearchResult.Place(place.getMapId(), place.getX(), place.getY(), place.getNeighbours());
    }

    private static SearchResult.Timings timings(Timings timings) {
        return new SearchResult.Timings(
                milliseconds(timings.getQueuedMs()),
                milliseconds(timings.getEncodeMs()),
                milliseconds(timings.getSearchMs()),
                milliseconds(timings.getTotalMs()));
    }

    private static Duration milliseconds(double value) {
        return Duration.ofNanos(Math.round(value * 1e6));
    }
}
