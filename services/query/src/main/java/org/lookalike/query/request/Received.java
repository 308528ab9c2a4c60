package org.lookalike.query.request;

import java.util.Optional;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.query.reply.ReplyAddress;

/** What a consumed record turned out to be. */
public sealed interface Received {

    /** A request to answer. */
    record Accepted(Request request) implements Received {}

    /** A request that is answered with an error, without any work done for it. */
    record Refused(Envelope envelope, Failure failure) implements Received {}

    /**
     * A record that is no request.
     *
     * @param refusal puts it into quarantine
     * @param reply what its sender is told
     * @param replyTo where to; empty where its headers name no address
     */
    record Unreadable(Refusal refusal, Failure reply, Optional<ReplyAddress> replyTo) implements Received {}
}
