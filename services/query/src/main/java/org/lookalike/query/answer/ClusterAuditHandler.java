package org.lookalike.query.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lookalike.events.ClusterAnswer;
import org.lookalike.events.ClusterQuery;
import org.lookalike.labels.Labels;
import org.lookalike.latent.labelling.AuditSample;
import org.lookalike.latent.labelling.Look;
import org.lookalike.latent.labelling.Member;
import org.lookalike.latent.labelling.Outlier;
import org.lookalike.latent.labelling.Outliers;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.query.answer.Question.ClusterAudit;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.Result;
import org.lookalike.query.store.StoreCalls;
import org.lookalike.query.store.TaskPool;
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

    /** The members farthest from the centre, among which the doubtful ones and the outliers are. */
    private static final int EDGE = 256;

    private static final int MAX_OUTLIERS = 10;

    private final VectorStore store;
    private final StoreCalls calls;
    private final TaskPool pool;

    /** Takes the parts, all of which stay the caller's to close. */
    public ClusterAuditHandler(VectorStore store, StoreCalls calls, TaskPool pool) {
        this.store = store;
        this.calls = calls;
        this.pool = pool;
    }

    @Override
    public Class<ClusterAudit> kind() {
        return ClusterAudit.class;
    }

    @Override
    public List<Result<Answer>> answer(List<Asked<ClusterAudit>> asked, MetadataSnapshot metadata)
            throws InterruptedException {
        return pool.runAll(
                asked,
                each -> calls.alone(
                        each.request().envelope(),
                        () -> audit(each.request().space(), each.question().query(), metadata.labels())));
    }

    /** @throws PermanentFailure INVALID_FIELD if the space has no such cluster, or nothing is in it */
    private Answer audit(Space space, ClusterQuery query, Labels labels) {
        long started = System.nanoTime();
        Cluster cluster = cluster(space, query.getClusterId());
        Map<String, Double> distances = new HashMap<>();
        store.forEachMember(space.collection(), cluster.id(), distances::put);
        if (distances.isEmpty()) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "cluster %s of space %s has no pictures".formatted(cluster.id(), space.id()));
        }
        Map<String, String> answers = query.getAnswers();
        Set<String> wanted = new HashSet<>(farthest(distances));
        answers.keySet().stream().filter(distances::containsKey).forEach(wanted::add);
        Map<String, VectorRow> rows = new HashMap<>(store.get(space.collection(), wanted));
        List<Member> members = members(distances, rows, space, cluster);
        AuditSample looks = AuditSample.choose(members, query.getLooks(), DOUBTFUL, query.getSeed());
        Map<String, String> roles = new LinkedHashMap<>();
        looks.looks().forEach(look -> roles.put(look.id(), look.role().name()));
        org.lookalike.latent.labelling.ClusterAnswer answer =
                org.lookalike.latent.labelling.ClusterAnswer.of(looks, answers, query.getConfidence());
        if (!answer.label().isEmpty()) {
            for (Outlier outlier : outliers(answer, members, rows, known(answers, labels, rows))) {
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
                answer(cluster, looks, answer),
                hits(roles, rows, cluster),
                Duration.ofNanos(System.nanoTime() - started));
    }

    private static Cluster cluster(Space space, String id) {
        return space.clusters().stream()
                .filter(cluster -> cluster.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new PermanentFailure(
                        ErrorCode.INVALID_FIELD, "space %s has no cluster '%s'".formatted(space.id(), id)));
    }

    private static List<String> farthest(Map<String, Double> distances) {
        return distances.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(EDGE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How near other clusters are is known of those alone whose vectors were fetched. */
    private static List<Member> members(
            Map<String, Double> distances, Map<String, VectorRow> rows, Space space, Cluster cluster) {
        List<Member> members = new ArrayList<>(distances.size());
        distances.forEach((id, distance) -> {
            VectorRow row = rows.get(id);
            members.add(new Member(
                    id, distance, row == null ? Double.POSITIVE_INFINITY : margin(row.vector(), space, cluster)));
        });
        return members;
    }

    private static double margin(float[] vector, Space space, Cluster own) {
        double other = space.clusters().stream()
                .filter(cluster -> !cluster.id().equals(own.id()))
                .mapToDouble(cluster -> distance(vector, cluster.centre()))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        return other - distance(vector, own.centre());
    }

    private static double distance(float[] vector, float[] centre) {
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            double difference = (double) vector[i] - centre[i];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    /** What is known of the fetched images: answers first, for they are the newest. */
    private static Map<String, String> known(Map<String, String> answers, Labels labels, Map<String, VectorRow> rows) {
        Map<String, String> known = new HashMap<>();
        rows.keySet().forEach(id -> labels.ofImage(id).ifPresent(label -> known.put(id, label)));
        known.putAll(answers);
        return known;
    }

    private static List<Outlier> outliers(
            org.lookalike.latent.labelling.ClusterAnswer answer,
            List<Member> all,
            Map<String, VectorRow> rows,
            Map<String, String> known) {
        List<Member> members =
                all.stream().filter(member -> rows.containsKey(member.id())).toList();
        if (members.isEmpty()) {
            return List.of();
        }
        List<float[]> vectors = new ArrayList<>();
        for (Member member : members) {
            VectorRow row = rows.get(member.id());
            if (row != null) {
                vectors.add(row.vector());
            }
        }
        return Outliers.defaults().of(members, Rows.copyOf(vectors), answer.label(), known, MAX_OUTLIERS);
    }

    private static ClusterAnswer answer(
            Cluster cluster, AuditSample looks, org.lookalike.latent.labelling.ClusterAnswer answer) {
        return ClusterAnswer.newBuilder()
                .setClusterId(cluster.id())
                .setMembers(answer.members())
                .setLabel(answer.label().isEmpty() ? null : answer.label())
                .setLooked(looks.looks().stream()
                        .filter(Look::counted)
                        .map(Look::id)
                        .toList())
                .setAgreed(answer.agreeing())
                .setPurityBound(answer.purityBound())
                .setConfidence(answer.confidence())
                .build();
    }

    private static List<Hit> hits(Map<String, String> roles, Map<String, VectorRow> rows, Cluster cluster) {
        List<Hit> hits = new ArrayList<>();
        roles.forEach((id, role) -> {
            VectorRow row = rows.get(id);
            if (row != null) {
                hits.add(new Hit(
                        new VectorHit(
                                id,
                                cosine(row.vector(), cluster.centre()),
                                row.uri(),
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
        double product = 0;
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            product += (double) vector[i] * centre[i];
            squares += (double) centre[i] * centre[i];
        }
        return squares > 0 ? (float) Math.max(-1, Math.min(1, product / Math.sqrt(squares))) : 0;
    }
}
