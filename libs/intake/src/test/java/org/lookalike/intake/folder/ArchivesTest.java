package org.lookalike.intake.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream.UnicodeExtraFieldPolicy;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.intake.fixture.TestUploads;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;

final class ArchivesTest {
    private static final int MAX_BYTES = 1 << 20;
    private static final int CENTRAL_HEADER = 0x02014b50;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({
        "IBM437, never, b\u00e4r.png, Gr\u00f6\u00dfe/\u00dcbung caf\u00e9.png, f\u00fcr \u00c4rger.png",
        "IBM437, always, b\u00e4r.png, Gr\u00f6\u00dfe/\u00dcbung caf\u00e9.png, f\u00fcr \u00c4rger.png",
        "windows-31j, never, \u5199\u771f.png, \u30c6\u30b9\u30c8/\u8868\u793a.png, \u6771\u4eac1.png",
        "windows-31j, always, \u5199\u771f.png, \u30c6\u30b9\u30c8/\u8868\u793a.png, \u6771\u4eac1.png",
        "UTF-8, never, \u5199\u771f.png, b\u00e4r.png, \u0444\u043e\u0442\u043e.png",
    })
    void decodesNamesWithoutTheUtf8Flag(String charset, String unicodeField, String first, String second, String third)
            throws Exception {
        Path zip = temporary.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            out.setEncoding(charset);
            out.setUseLanguageEncodingFlag(false);
            out.setCreateUnicodeExtraFields(
                    unicodeField.equals("always") ? UnicodeExtraFieldPolicy.ALWAYS : UnicodeExtraFieldPolicy.NEVER);
            for (String name : List.of(first, second, third)) {
                put(out, name, name.getBytes(StandardCharsets.UTF_8));
            }
        }

        assertThat(read(zip))
                .containsOnlyKeys(first, second, third)
                .allSatisfy((path, content) -> assertThat(content).isEqualTo(path));
    }

    @Test
    void decodesNamesByTheSettingAndEscapesWhatItCannot() throws Exception {
        Path zip = temporary.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            out.setEncoding("IBM866");
            out.setUseLanguageEncodingFlag(false);
            put(out, "\u0444\u043e\u0442\u043e.png", TestUploads.png(1));
        }

        assertThat(read(zip, "--ingest.archive.charset=IBM866")).containsOnlyKeys("\u0444\u043e\u0442\u043e.png");
        assertThat(read(zip, "--ingest.archive.charset=US-ASCII")).containsOnlyKeys("%E4%AE%E2%AE.png");
    }

    @Test
    void refusesAloneWhatCannotBeReadOfAZip() throws Exception {
        Path zip = temporary.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            for (String name : List.of("encrypted", "good", "method", "damaged", "good")) {
                put(out, name, TestUploads.png(1));
            }
            put(out, "large", new byte[MAX_BYTES + 1]);
        }
        edit(zip, "encrypted", (bytes, at) -> bytes.putShort(at + 8, (short) 1));
        edit(zip, "method", (bytes, at) -> bytes.putShort(at + 10, (short) 77));
        edit(zip, "damaged", (bytes, at) -> bytes.putInt(at + 16, 12_345));

        assertThat(read(zip))
                .containsOnly(
                        Map.entry("encrypted", "ARCHIVE_ENTRY_UNREADABLE"),
                        Map.entry("good", text(TestUploads.png(1))),
                        Map.entry("good (2)", "INVALID_FIELD"),
                        Map.entry("method", "ARCHIVE_ENTRY_UNREADABLE"),
                        Map.entry("damaged", "IMAGE_CORRUPT"),
                        Map.entry("large", "IMAGE_TOO_MANY_BYTES"));
    }

    @Test
    void anEntryThatPointsOutOfTheArchiveTakesNoOthersId() throws Exception {
        Path zip = temporary.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            put(out, "../a.png", TestUploads.png(1));
            put(out, "a.png", TestUploads.png(2));
        }

        assertThat(read(zip))
                .containsOnly(Map.entry("a.png", text(TestUploads.png(2))), Map.entry("a.png (2)", "INVALID_FIELD"));
    }

    @Test
    void refusesWhatIsBeyondTheLimitsOfAnArchive() throws Exception {
        Path zip = temporary.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            put(out, "a", new byte[600]);
            put(out, "b", new byte[600]);
        }
        Path bomb = temporary.resolve("bomb.zip");
        Files.copy(zip, bomb);
        edit(bomb, "b", (bytes, at) -> bytes.putInt(at + 24, 1 << 30));

        assertThat(read(zip, "--ingest.archive.max-bytes=1000")).containsEntry("b", "IMAGE_TOO_MANY_BYTES");
        assertThat(read(bomb)).containsEntry("a", text(new byte[600])).containsEntry("b", "IMAGE_TOO_MANY_BYTES");
        assertThatThrownBy(() -> read(zip, "--ingest.archive.max-entries=1"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("ingest.archive.max-entries");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsTarArchivesWithTheNamesOfEveryProgram(boolean compressed) throws Exception {
        // Python and bsdtar write names in UTF-8 in a header of their own, GNU tar as the disk has them.
        byte[] posix = tar("UTF-8", true, "pax/b\u00e4r?.png", "pax/\u5199\u771f.png");
        byte[] gnu = tar("windows-31j", false, "\u5199\u771f.png", "\u8868\u793a/" + "\u5199".repeat(60) + ".png");
        Path file = temporary.resolve("a.tar" + (compressed ? ".gz" : ""));
        try (OutputStream out = compressed
                ? new GzipCompressorOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            // Without the two empty records at its end, an archive is continued by the next one.
            out.write(posix, 0, posix.length - 1024);
            out.write(gnu);
        }

        assertThat(read(file))
                .hasSize(4)
                .containsKeys("pax/b\u00e4r?.png", "pax/\u5199\u771f.png", "\u5199\u771f.png")
                .allSatisfy((path, content) -> assertThat(content).isEqualTo(path));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsOfADamagedTarWhatComesBeforeTheDamage(boolean compressed) throws Exception {
        byte[] whole = tar("UTF-8", true, "a.png", "b.png");
        byte[] cut = Arrays.copyOf(whole, 512 + 512 + 512 + 2);
        Path file = temporary.resolve("a.tgz");
        if (compressed) {
            try (OutputStream out = new GzipCompressorOutputStream(Files.newOutputStream(file))) {
                out.write(cut);
            }
            byte[] packed = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(packed, packed.length - 6));
        } else {
            Files.write(file, cut);
        }

        assertThat(read(file))
                .containsEntry("a.png", "a.png")
                .containsEntry("b.png", "IMAGE_CORRUPT")
                .containsEntry("b.png (what follows)", "IMAGE_CORRUPT");
    }

    @Test
    void refusesTheHardLinksOfATarAndPassesOverTheSymbolicOnes() throws Exception {
        Path file = temporary.resolve("a.tar");
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            for (byte type : new byte[] {TarConstants.LF_LINK, TarConstants.LF_SYMLINK, TarConstants.LF_DIR}) {
                TarArchiveEntry entry = new TarArchiveEntry("entry" + type, type);
                entry.setLinkName("other");
                out.putArchiveEntry(entry);
                out.closeArchiveEntry();
            }
        }

        assertThat(read(file)).containsOnly(Map.entry("entry" + TarConstants.LF_LINK, "ARCHIVE_ENTRY_UNREADABLE"));
    }

    @Test
    void refusesACompressedFileWithADamagedHeader() throws Exception {
        Path file = temporary.resolve("a.tgz");
        Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, (byte) 0xff, 0, 0, 0, 0, 0, 0, 3, 0});

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("header");
    }

    @Test
    void refusesWhatIsCompressedButNoTar() throws Exception {
        Path file = temporary.resolve("a.tgz");
        try (OutputStream out = new GzipCompressorOutputStream(Files.newOutputStream(file))) {
            out.write("no archive at all".getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("no tar");
    }

    /** What each file holds, or the code of its refusal, by path. */
    private Map<String, String> read(Path archive, String... settings) throws IOException {
        Map<String, String> read = new TreeMap<>();
        try (ImageSource images = ImageSource.open(archive, "source", options(settings))) {
            List<ImageFile> files = new ArrayList<>(images.files());
            for (ImageFile file : files) {
                assertThat(file.imageId()).isEqualTo(ImageNames.imageId("source", file.path()));
                read.put(file.path(), content(file));
            }
            assertThat(read).hasSameSizeAs(files);
        }
        return read;
    }

    private static String content(ImageFile file) throws IOException {
        try {
            return text(file.content().read(MAX_BYTES));
        } catch (PermanentFailure e) {
            return e.code().name();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static FolderConfig options(String... settings) {
        return Settings.read(List.of(settings), Map.of(), FolderConfig::from).config();
    }

    private static void put(ZipArchiveOutputStream out, String name, byte[] content) throws IOException {
        out.putArchiveEntry(new ZipArchiveEntry(name));
        out.write(content);
        out.closeArchiveEntry();
    }

    private static byte[] tar(String charset, boolean posix, String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, charset)) {
            out.setLongFileMode(posix ? TarArchiveOutputStream.LONGFILE_POSIX : TarArchiveOutputStream.LONGFILE_GNU);
            out.setAddPaxHeadersForNonAsciiNames(posix);
            for (String name : names) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                byte[] content = name.getBytes(StandardCharsets.UTF_8);
                entry.setSize(content.length);
                out.putArchiveEntry(entry);
                out.write(content);
                out.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** Changes an entry's header in the directory at the end of a ZIP archive. */
    private interface Edit {
        void apply(ByteBuffer bytes, int header);
    }

    private static void edit(Path zip, String name, Edit edit) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 46 + name.length() <= bytes.capacity(); at++) {
            if (bytes.getInt(at) == CENTRAL_HEADER
                    && new String(bytes.array(), at + 46, name.length(), StandardCharsets.US_ASCII).equals(name)) {
                edit.apply(bytes, at);
            }
        }
        Files.write(zip, bytes.array());
    }
}
