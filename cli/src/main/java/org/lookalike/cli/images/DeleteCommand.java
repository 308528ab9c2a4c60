package org.lookalike.cli.images;

import java.util.List;
import java.util.concurrent.Callable;
import org.lookalike.admin.images.ImageDeletion;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Forgets images: one tombstone each, which every part of the system follows. */
@Command(name = "delete", description = "Forget pictures: from search, store and topics.")
public final class DeleteCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Parameters(paramLabel = "IMAGE_ID", arity = "1..*", description = "The pictures' ids.")
    private List<String> imageIds = List.of();

    @Override
    public Integer call() throws InterruptedException {
        try (var producer = system.clients().producer("lookalike-delete")) {
            new ImageDeletion(producer).delete(imageIds);
        }
        Console.line("%d picture%s will be gone in a moment; see: lookalike where %s"
                .formatted(imageIds.size(), imageIds.size() == 1 ? "" : "s", imageIds.get(0)));
        return 0;
    }
}
