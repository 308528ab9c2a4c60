package org.lookalike.cli.images;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Forgets images: one tombstone each, which every part of the system follows. */
@Command(name = "delete", description = "Forget pictures: from search, store and topics.")
public final class DeleteCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions cluster = new SystemOptions();

    @Parameters(paramLabel = "IMAGE_ID", arity = "1..*", description = "The pictures' ids.")
    private List<String> imageIds = List.of();

    @Override
    public Integer call() throws InterruptedException {
        try (var producer = cluster.clients().producer("lookalike-delete")) {
            List<Future<RecordMetadata>> sends = new ArrayList<>();
            for (String imageId : imageIds) {
                sends.add(producer.send(Records.tombstone(Topics.IMAGES_ARRIVED, imageId)));
            }
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        } catch (ExecutionException e) {
            throw new TransientFailure("the broker did not take the deletion: " + e.getCause(), e.getCause());
        }
        Console.line("%d picture%s will be gone in a moment; see: lookalike where %s"
                .formatted(imageIds.size(), imageIds.size() == 1 ? "" : "s", imageIds.get(0)));
        return 0;
    }
}
