package org.lookalike.bench.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that parses bytes from outside. */
final class FuzzTargets {
    private FuzzTargets() {}

    static List<FuzzTarget> all() {
        List<FuzzTarget> targets = new ArrayList<>();
        List<byte[]> pictures = new ArrayList<>();
        FuzzSeeds.pictures().forEach((format, seeds) -> {
            targets.add(new FuzzTarget("picture-" + format, FuzzedPictures::new, seeds));
            pictures.addAll(seeds);
        });
        targets.add(new FuzzTarget("exif", FuzzedExif::new, FuzzedExif.seeds()));
        targets.add(new FuzzTarget("inbox", FuzzedInbox::new, FuzzedInbox.seeds(pictures)));
        targets.add(new FuzzTarget("avro", FuzzedAvro::new, FuzzedAvro.seeds()));
        targets.add(new FuzzTarget("requests", FuzzedRequests::new, FuzzedRequests.seeds()));
        targets.add(new FuzzTarget("uploads", FuzzedUploads::new, FuzzedUploads.seeds(pictures)));
        targets.add(new FuzzTarget("archives", FuzzedArchives::new, FuzzSeeds.archives()));
        targets.add(new FuzzTarget(
                "csv",
                FuzzedCsv::new,
                List.of(
                        "path,label\na.png,x\nb.png,y\n".getBytes(UTF_8),
                        "\ufeffset;label;path\r\n1;\"x;\"\"y\";a.png\r\n1;z;b.png".getBytes(UTF_8))));
        return targets;
    }

    /** @throws IllegalArgumentException naming all targets, if there is none of this name */
    static FuzzTarget named(String name) {
        return all().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fuzz target '%s', must be one of %s"
                        .formatted(name, all().stream().map(FuzzTarget::name).collect(Collectors.joining(", ")))));
    }
}
