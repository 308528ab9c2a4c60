package org.lookalike.sink.generation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.GroupState;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.FencedSender;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;

/** Publishes generations and activations, and removes the groups of former collections. Thread-safe. */
public final class KafkaGateway implements GenerationController.Publisher {
    private final Admin admin;
    private final FencedSender sender;
    private final SpaceRecords records;
    private final String groupPrefix;

    /**
     * The admin client and the sender are the caller's to close.
     *
     * @param sender fences the instances that controlled the generations before
     * @param groupPrefix the setting {@code sink.group}
     */
    public KafkaGateway(Admin admin, FencedSender sender, SpaceRecords records, String groupPrefix) {
        this.admin = admin;
        this.sender = sender;
        this.records = records;
        this.groupPrefix = groupPrefix;
    }

    @Override
    public void acquire() {
        sender.acquire();
    }

    @Override
    public void release() {
        sender.close();
    }

    @Override
    public void publish(Generation generation) throws InterruptedException {
        sender.send(records.of(generation));
    }

    @Override
    public void publish(Activation activation) throws InterruptedException {
        sender.send(records.of(activation));
    }

    @Override
    public void removeGroups(Spaces spaces) {
        Set<String> current =
                spaces.alive().stream().map(space -> space.group(groupPrefix)).collect(Collectors.toSet());
        try {
            List<String> obsolete = admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                    .filter(group ->
                            group.groupState().filter(GroupState.EMPTY::equals).isPresent())
                    .map(GroupListing::groupId)
                    .filter(group -> !current.contains(group)
                            && spaces.all().stream().anyMatch(space -> space.isGroupOfThis(group, groupPrefix)))
                    .toList();
            if (!obsolete.isEmpty()) {
                admin.deleteConsumerGroups(obsolete).all().get();
            }
        } catch (ExecutionException e) {
            throw new TransientFailure("the broker did not remove the groups of former collections", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", e);
        }
    }
}
