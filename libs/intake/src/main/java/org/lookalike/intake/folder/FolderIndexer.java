package org.lookalike.intake.folder;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.intake.accept.FieldRules;
import org.lookalike.intake.accept.ImageAcceptor;
import org.lookalike.intake.accept.Submission;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Urgency;

/**
 * Indexes the files of a folder or archive: reads some ahead, validates and stores them in parallel, publishes their
 * events and notifies the listener once the broker has acknowledged them. Refused images are quarantined with their bytes;
 * outages are retried. Indexing the same files again changes nothing. Thread-safe; calls are independent.
 */
public final class FolderIndexer {
    private static final int FILES_AHEAD = 64;

    private final FolderConfig config;
    private final long maxImageBytes;
    private final ImageAcceptor acceptor;
    private final Quarantine quarantine;
    private final RecordSender sender;

    /** @param maxImageBytes larger files are refused without reading all of them */
    public FolderIndexer(
            FolderConfig config,
            long maxImageBytes,
            ImageAcceptor acceptor,
            Quarantine quarantine,
            RecordSender sender) {
        this.config = config;
        this.maxImageBytes = maxImageBytes;
        this.acceptor = acceptor;
        this.quarantine = quarantine;
        this.sender = sender;
    }

    /**
     * Indexes files in order. Returns once the broker has acknowledged everything; ends early only by an interrupt, after
     * which the same call does the rest.
     *
     * @param urgency whether live images may overtake them
     */
    public IndexSummary index(Iterable<ImageFile> files, Urgency urgency, Unchanged unchanged, IndexListener listener)
            throws InterruptedException {
        IndexSummary.Counting counting = new IndexSummary.Counting(listener);
        ExecutorService threads = Executors.newFixedThreadPool(config.threads(), task -> new Thread(task, "index"));
        try {
            Run run = new Run(counting, urgency, unchanged, threads);
            Iterator<ImageFile> left = files.iterator();
            while (left.hasNext()) {
                run.index(run.readAhead(left));
            }
            run.awaitAcknowledgements(0);
            return counting.summary();
        } finally {
            threads.shutdownNow();
        }
    }

    private record Read(ImageFile file, Submission submission) {}

    /**
     * An event on its way.
     *
     * @param onAcknowledged notifies the listener
     */
    private record Sent(ProducerRecord<byte[], byte[]> event, RecordSender.Pending pending, Runnable onAcknowledged) {}

    private final class Run {
        private final IndexListener listener;
        private final Urgency urgency;
        private final Unchanged unchanged;
        private final ExecutorService threads;
        private final Retrier retrier;
        private final Deque<Sent> inFlight = new ArrayDeque<>();

        private Run(IndexListener listener, Urgency urgency, Unchanged unchanged, ExecutorService threads) {
            this.listener = listener;
            this.urgency = urgency;
            this.unchanged = unchanged;
            this.threads = threads;
            this.retrier = new Retrier(RetryPolicy.forever(), new RetryListener() {
                @Override
                public void onFailure(int attempt, TransientFailure failure) {
                    if (attempt == 1) {
                        listener.waiting(String.valueOf(failure.getMessage()));
                    }
                }

                @Override
                public void onRecovery() {
                    listener.resumed();
                }
            });
        }

        List<Read> readAhead(Iterator<ImageFile> left) throws InterruptedException {
            List<Read> read = new ArrayList<>();
            long bytes = 0;
            while (left.hasNext() && read.size() < FILES_AHEAD && bytes < config.maxBytesAhead()) {
                ImageFile file = left.next();
                try {
                    byte[] content = file.content().read(maxImageBytes);
                    bytes += content.length;
                    read.add(new Read(file, submission(file, content)));
                } catch (IOException e) {
                    listener.unreadable(file, e.toString());
                } catch (PermanentFailure e) {
                    // There are no bytes to store; the reason names the file.
                    String reason = "%s: %s".formatted(FieldRules.shortened(file.path()), e.getMessage());
                    refuse(file, new Refusal(image(file), new PermanentFailure(e.code(), reason, e), null));
                }
            }
            return read;
        }

        void index(List<Read> read) throws InterruptedException {
            Map<String, String> hashes = new HashMap<>();
            for (Read one : read) {
                // What breaks the rules for ids cannot be indexed, and asking for it would be an error.
                if (ImageIds.problemWithId(one.file().imageId()) == null) {
                    hashes.put(one.file().imageId(), Sha256.of(one.submission().bytes()));
                }
            }
            Set<String> indexed = hashes.isEmpty() ? Set.of() : retrier.call(() -> unchanged.among(hashes));
            List<Read> rest = new ArrayList<>();
            for (Read one : read) {
                if (indexed.contains(one.file().imageId())) {
                    listener.unchanged(one.file());
                } else {
                    rest.add(one);
                }
            }
            List<Future<ProducerRecord<byte[], byte[]>>> accepting = new ArrayList<>();
            rest.forEach(one -> accepting.add(
                    threads.submit(() -> acceptor.accept(one.submission()).message())));
            for (int index = 0; index < rest.size(); index++) {
                Read one = rest.get(index);
                try {
                    ProducerRecord<byte[], byte[]> event = accepted(one, accepting.get(index));
                    send(event, () -> listener.accepted(one.file()));
                } catch (PermanentFailure e) {
                    Refusal.Image image = retrier.call(() -> acceptor.storeRefused(one.submission()));
                    refuse(one.file(), new Refusal(image, e, null));
                }
            }
        }

        /** The first attempt ran in parallel with the others; it is repeated here after an outage. */
        private ProducerRecord<byte[], byte[]> accepted(Read one, Future<ProducerRecord<byte[], byte[]>> first)
                throws InterruptedException {
            try {
                return first.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof PermanentFailure refusal) {
                    throw refusal;
                }
                if (e.getCause() instanceof TransientFailure) {
                    return retrier.call(() -> acceptor.accept(one.submission()).message());
                }
                throw new IllegalStateException(
                        "indexing %s failed".formatted(one.file().path()), e.getCause());
            }
        }

        private void refuse(ImageFile file, Refusal refusal) throws InterruptedException {
            PermanentFailure failure = refusal.failure();
            ProducerRecord<byte[], byte[]> event = retrier.call(() -> quarantine.record(refusal));
            send(event, () -> {
                quarantine.report(refusal);
                listener.refused(file, failure.code(), String.valueOf(failure.getMessage()));
            });
        }

        private void send(ProducerRecord<byte[], byte[]> event, Runnable onAcknowledged) throws InterruptedException {
            awaitAcknowledgements(config.maxEventsInFlight() - 1);
            inFlight.add(new Sent(event, retrier.call(() -> sender.begin(event)), onAcknowledged));
        }

        void awaitAcknowledgements(int allowed) throws InterruptedException {
            while (!inFlight.isEmpty()
                    && (inFlight.size() > allowed || inFlight.peek().pending().isDone())) {
                Sent oldest = inFlight.remove();
                try {
                    oldest.pending().await(RecordSender.TIMEOUT);
                } catch (TransientFailure e) {
                    retrier.call(() -> {
                        sender.send(oldest.event());
                        return oldest;
                    });
                }
                oldest.onAcknowledged().run();
            }
        }

        private Submission submission(ImageFile file, byte[] content) {
            Map<String, String> attributes = new HashMap<>();
            if (FieldRules.isAttributeValue(file.path())) {
                attributes.put("path", file.path());
            }
            String folder = ImageNames.parentFolder(file.path());
            if (!folder.isEmpty() && FieldRules.isAttributeValue(folder)) {
                attributes.put("folder", folder);
            }
            return new Submission(content, file.imageId(), file.source(), null, attributes, urgency);
        }

        private static Refusal.Image image(ImageFile file) {
            boolean valid = ImageIds.problemWithId(file.imageId()) == null;
            return new Refusal.Image(valid ? file.imageId() : null, null, file.source());
        }
    }
}
