package org.lookalike.platform.crash;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.platform.crash.CrashJournal.Verdict;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one record from stopping its group: what was in work when the process died is worked on alone, a batch that fails
 * by a defect is tried record by record, and the one that is to blame is refused with IMAGE_CRASHES. Used by one thread.
 */
public final class IsolatingHandler implements BatchHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(IsolatingHandler.class);

    private final BatchHandler handler;
    private final CrashJournal journal;
    private final int maxDefectsInARow;
    private int defectsInARow;

    /**
     * @param journal remains the caller's to close
     * @param maxDefectsInARow so many records in a row are refused because of a defect; one more is the service's own
     */
    public IsolatingHandler(BatchHandler handler, CrashJournal journal, int maxDefectsInARow) {
        this.handler = handler;
        this.journal = journal;
        this.maxDefectsInARow = maxDefectsInARow;
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
        Batch batch = new Batch();
        List<ConsumerRecord<byte[], byte[]>> together = new ArrayList<>(records.size());
        List<InputId> ids = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            InputId id = InputId.of(record);
            Verdict verdict = journal.verdict(id);
            if (verdict == Verdict.UNSUSPECTED) {
                together.add(record);
                ids.add(id);
                continue;
            }
            // In the order of the records: a later event of the same image overwrites an earlier one.
            batch.together(together, ids);
            together = new ArrayList<>();
            ids = new ArrayList<>();
            if (verdict == Verdict.SUSPECT) {
                batch.alone(record, id);
            } else {
                batch.refuse(
                        record,
                        crashes("the process died %d times while it worked on %s alone"
                                .formatted(CrashJournal.DEATHS, place(record))));
            }
        }
        batch.together(together, ids);
        return new BatchResult(batch.outputs, batch.refusals);
    }

    /** What becomes of one batch. */
    private final class Batch {
        private final List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>();
        private final List<Refusal> refusals = new ArrayList<>();

        private void together(List<ConsumerRecord<byte[], byte[]>> records, List<InputId> ids)
                throws InterruptedException {
            if (records.isEmpty()) {
                return;
            }
            try (CrashJournal.Work work = journal.begin(ids)) {
                add(handler.handle(records));
                work.survived();
                return;
            } catch (TransientFailure e) {
                throw e;
            } catch (RuntimeException | Error e) {
                if (Thread.currentThread().isInterrupted()) {
                    // What fails after an interrupt fails by it.
                    throw e;
                }
                if (records.size() > 1) {
                    LOGGER.atWarn()
                            .addKeyValue("records", records.size())
                            .setCause(e)
                            .log("a batch failed by a defect; its records are tried one by one");
                }
            }
            for (int i = 0; i < records.size(); i++) {
                alone(records.get(i), ids.get(i));
            }
        }

        private void alone(ConsumerRecord<byte[], byte[]> record, InputId id) throws InterruptedException {
            try (CrashJournal.Work work = journal.beginAlone(id)) {
                add(handler.handle(List.of(record)));
                work.survived();
            } catch (TransientFailure e) {
                throw e;
            } catch (RuntimeException | Error e) {
                if (Thread.currentThread().isInterrupted()) {
                    // What fails after an interrupt fails by it.
                    throw e;
                }
                defectsInARow++;
                if (defectsInARow > maxDefectsInARow) {
                    throw e;
                }
                refuse(record, e instanceof PermanentFailure failure ? failure : crashes(place(record), e));
            }
        }

        private void add(BatchResult result) {
            outputs.addAll(result.outputs());
            refusals.addAll(result.refusals());
            defectsInARow = 0;
        }

        private void refuse(ConsumerRecord<byte[], byte[]> record, PermanentFailure failure) {
            refusals.add(Refusal.of(record, failure));
        }
    }

    private static PermanentFailure crashes(String message) {
        return new PermanentFailure(ErrorCode.IMAGE_CRASHES, message);
    }

    private static PermanentFailure crashes(String place, Throwable cause) {
        return new PermanentFailure(
                ErrorCode.IMAGE_CRASHES, "working on %s alone failed by a defect: %s".formatted(place, cause), cause);
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return "the record at %s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
    }
}
