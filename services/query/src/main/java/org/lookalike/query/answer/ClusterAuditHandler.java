package org.lookalike.query.answer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lookalike.events.ClusterAnswer;
import org.lookalike.events.ClusterQuery;
import org.lookalike.labels.Labels;
import org.lookalike.latent.labelling.AuditResult;
import org.lookalike.latent.labelling.AuditSample;
import org.lookalike.latent.labelling.ClusterMembers;
import org.lookalike.latent.labelling.MemberSample;
import org.lookalike.latent.labelling.Outlier;
import org.lookalike.latent.labelling.Outliers;
import org.lookalike.latent.labelling.SampledMember;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.query.answer.Question.ClusterAudit;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.Request;
import org.lookalike.query.request.Result;
import org.lookalike.query.store.StoreCalls;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** Chooses the images of a cluster that a person should label, and says what follows from the labels given to them. */
public final class ClusterAuditHandler implements QuestionHandler<ClusterAudit> {
    /** Doubtful images that are shown beside those that the bound rests on. */
    private static final int DOUBTFUL = 2;

    private static final int MAX_OUTLIERS = 10;
    /** Members between two looks at the clock. */
    private static final int CHECK_EVERY = 256;

    private final VectorStore store;
    private final StoreCalls calls;
    private final int maxMembers;
    private final Duration timeout;
    private final InstantSource clock;

    /**
     * Takes the parts, all of which stay the caller's to close.
     *
     * @param maxMembers most members of a cluster that are kept in memory; of a larger one a random sample is
     * @param timeout most time for reading a cluster; a request's deadline shortens it
     */
    public ClusterAuditHandler(
            VectorStore store, StoreCalls calls, int maxMembers, Duration timeout, InstantSource clock) {
        this.store = store;
        this.calls = calls;
        this.maxMembers = maxMembers;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public Class<ClusterAudit> kind() {
        return ClusterAudit.class;
    }

    @Override
    public List<Result<Answer>> answer(List<Asked<ClusterAudit>> asked, MetadataSnapshot metadata) {
        return asked.stream()
                .map(each -> calls.<Answer>alone(
                        each.request().envelope(),
                        () -> audit(each.request(), each.question().query(), metadata.labels())))
                .toList();
    }

    /** @throws PermanentFailure INVALID_FIELD if the space has no such cluster, or nothing is in it */
    private Answer audit(Request request, ClusterQuery query, Labels labels) {
        long started = System.nanoTime();
        Space space = request.space();
        Cluster cluster = cluster(space, query.getClusterId());
        MemberSample passing = passing(request, cluster, query.getSeed());
        Map<String, Double> distances = passing.distances();
        Map<String, String> answers = query.getAnswers();
        Set<String> wanted = new HashSet<>(passing.farthest());
        answers.keySet().stream().filter(distances::containsKey).forEach(wanted::add);
        Map<String, VectorRow> rows = new HashMap<>(store.get(space.collection(), wanted));
        ClusterMembers members = members(distances, rows, space, cluster);
        AuditSample sample = passing.draw(members.all(), query.getLooks(), DOUBTFUL);
        Map<String, String> roles = new LinkedHashMap<>();
        sample.members().forEach(member -> roles.put(member.id(), member.role().name()));
        AuditResult audit = AuditResult.of(sample, answers, query.getConfidence());
        if (!audit.label().isEmpty()) {
            for (Outlier outlier :
                    members.outliers(Outliers.defaults(), audit.label(), known(answers, labels, rows), MAX_OUTLIERS)) {
                roles.putIfAbsent(outlier.id(), "OUTLIER");
            }
        }
        Collection<String> missing =
                roles.keySet().stream().filter(id -> !rows.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            rows.putAll(store.get(space.collection(), missing));
        }
        calls.answered();
        return new Answer.Audited(
                answer(cluster, sample, audit),
                hits(roles, rows, cluster),
                Duration.ofNanos(System.nanoTime() - started));
    }

    /**
     * Reads the cluster's ids and distances once, and keeps a sample.
     *
     * @throws PermanentFailure INVALID_FIELD if nothing is in it; DEADLINE_EXCEEDED if reading takes longer than the
     *     caller or the service waits
     */
    private MemberSample passing(Request request, Cluster cluster, long seed) {
        MemberSample passing = new MemberSample(maxMembers, seed);
        Instant limit = clock.instant().plus(timeout);
        Instant end = limit.isBefore(request.envelope().deadline())
                ? limit
                : request.envelope().deadline();
        store.forEachMember(request.space().collection(), cluster.id(), (id, distance) -> {
            if (passing.count() % CHECK_EVERY == 0 && !clock.instant().isBefore(end)) {
                throw new PermanentFailure(
                        ErrorCode.DEADLINE_EXCEEDED,
                        "cluster %s was read up to %d pictures when its time was over, limit %d ms"
                                .formatted(cluster.id(), passing.count(), timeout.toMillis()));
            }
            passing.add(id, distance);
        });
        if (passing.count() == 0) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "cluster %s of space %s has no pictures"
                            .formatted(cluster.id(), request.space().id()));
        }
        return passing;
    }

    private static Cluster cluster(Space space, String id) {
        return space.clusters().stream()
                .filter(cluster -> cluster.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new PermanentFailure(
                        ErrorCode.INVALID_FIELD, "space %s has no cluster '%s'".formatted(space.id(), id)));
    }

    private static ClusterMembers members(
            Map<String, Double> distances, Map<String, VectorRow> rows, Space space, Cluster cluster) {
        Map<String, float[]> vectors = new HashMap<>();
        rows.forEach((id, row) -> vectors.put(id, row.vector()));
        return ClusterMembers.of(
                distances, vectors, space.centres(), space.clusters().indexOf(cluster));
    }

    /** What is known of the fetched images: answers first, for they are the newest. */
    private static Map<String, String> known(Map<String, String> answers, Labels labels, Map<String, VectorRow> rows) {
        Map<String, String> known = new HashMap<>();
        rows.keySet().forEach(id -> labels.ofImage(id).ifPresent(label -> known.put(id, label)));
        known.putAll(answers);
        return known;
    }

    private static ClusterAnswer answer(Cluster cluster, AuditSample sample, AuditResult audit) {
        return ClusterAnswer.newBuilder()
                .setClusterId(cluster.id())
                .setMembers(audit.clusterSize())
                .setLabel(audit.label().isEmpty() ? null : audit.label())
                .setLooked(sample.members().stream()
                        .filter(SampledMember::counted)
                        .map(SampledMember::id)
                        .toList())
                .setAgreed(audit.agreeing())
                .setPurityBound(audit.purityBound())
                .setConfidence(audit.confidence())
                .build();
    }

    private static List<Hit> hits(Map<String, String> roles, Map<String, VectorRow> rows, Cluster cluster) {
        List<Hit> hits = new ArrayList<>();
        roles.forEach((id, role) -> {
            VectorRow row = rows.get(id);
            if (row != null) {
                hits.add(Hit.of(
                        new VectorHit(
                                id,
                                cosine(row.vector(), cluster.centre()),
                                row.uri(),
                                row.sha256(),
                                row.source(),
                                row.time(),
                                row.attributes(),
                                row.membership()),
                        role,
                        List.of()));
            }
        });
        return hits;
    }

    /** A centre has no length of its own: it is a mean of vectors of length 1. */
    private static float cosine(float[] vector, float[] centre) {
        double cosine = Vectors.cosine(vector, centre);
        return Double.isNaN(cosine) ? 0 : (float) Math.max(-1, Math.min(1, cosine));
    }
}
