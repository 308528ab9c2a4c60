package org.lookalike.platform.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.platform.crash.CrashJournal.Verdict;
import org.lookalike.platform.crash.CrashJournal.Work;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("the last process died while it worked")
class CrashJournalTest {
    private static final InputId POISON = InputId.of(ByteBuffer.wrap(new byte[] {1}));
    private static final InputId GOOD = InputId.of(ByteBuffer.wrap(new byte[] {2}));
    private static final InputId LATER = InputId.of(ByteBuffer.wrap(new byte[] {3}));

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-30T00:00:00Z");
    private CrashJournal journal;
    private int lives;

    @AfterEach
    void close() throws Exception {
        if (journal != null) {
            journal.close();
        }
    }

    @Test
    void whatWasInWorkAtADeathIsSuspected() throws Exception {
        live();
        journal.begin(List.of(POISON, GOOD));
        die();

        assertThat(journal.verdict(POISON)).isEqualTo(Verdict.SUSPECT);
        assertThat(journal.verdict(GOOD)).isEqualTo(Verdict.SUSPECT);
        assertThat(journal.verdict(LATER)).isEqualTo(Verdict.UNSUSPECTED);
    }

    @Test
    void whoeverSurvivesAloneIsCleared() throws Exception {
        live();
        journal.begin(List.of(POISON, GOOD));
        die();
        try (Work work = journal.beginAlone(GOOD)) {
            work.survived();
        }

        assertThat(journal.verdict(GOOD)).isEqualTo(Verdict.UNSUSPECTED);
        assertThat(journal.suspects()).isEqualTo(1);
    }

    @Test
    void whoeverWasAloneAtTwoDeathsCrashesAndOneDeathIsNotEnough() throws Exception {
        live();
        journal.begin(List.of(POISON, GOOD));
        die();
        journal.beginAlone(POISON);
        die();
        assertThat(journal.verdict(POISON)).isEqualTo(Verdict.SUSPECT);
        journal.beginAlone(POISON);
        die();
        assertThat(journal.verdict(POISON)).isEqualTo(Verdict.CRASHES);
        assertThat(journal.verdict(GOOD)).isEqualTo(Verdict.SUSPECT);
    }

    @Test
    void whatEndedBeforeTheDeathIsNotSuspected() throws Exception {
        live();
        journal.begin(List.of(GOOD)).close();
        journal.begin(List.of(POISON));
        die();

        assertThat(journal.verdict(GOOD)).isEqualTo(Verdict.UNSUSPECTED);
    }

    @Test
    void workThatWasBrokenOffClearsNobody() throws Exception {
        live();
        journal.begin(List.of(POISON));
        die();
        journal.beginAlone(POISON).close();

        assertThat(journal.verdict(POISON)).isEqualTo(Verdict.SUSPECT);
    }

    @Test
    void whatIsOldIsForgotten() throws Exception {
        live();
        journal.begin(List.of(POISON));
        die();
        now = now.plus(Duration.ofHours(2));
        die();

        assertThat(journal.suspects()).isZero();
    }

    @Test
    void processesOnOneHostHaveJournalsOfTheirOwn() throws Exception {
        live();
        try (CrashJournal other = open()) {
            journal.begin(List.of(POISON));
            assertThat(other.verdict(POISON)).isEqualTo(Verdict.UNSUSPECTED);
        }
        assertThat(folder.resolve("life-0/embedder-1.journal")).exists();
    }

    @Test
    @ExpectedLogs("no journal")
    void withoutAFolderWorkGoesOn() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        journal = CrashJournal.open(file, "embedder", Duration.ofHours(1), () -> now);
        try (Work work = journal.begin(List.of(GOOD))) {
            work.survived();
        }

        assertThat(journal.verdict(GOOD)).isEqualTo(Verdict.UNSUSPECTED);
    }

    private void live() {
        journal = open();
    }

    /** Leaves the file as a death does, whose locks only the operating system can free, and opens it again. */
    private void die() throws Exception {
        Path file = life().resolve("embedder-0.journal");
        lives++;
        Files.createDirectories(life());
        Files.copy(file, life().resolve("embedder-0.journal"), StandardCopyOption.REPLACE_EXISTING);
        journal.close();
        journal = open();
    }

    private CrashJournal open() {
        return CrashJournal.open(life(), "embedder", Duration.ofHours(1), () -> now);
    }

    private Path life() {
        return folder.resolve("life-" + lives);
    }
}
