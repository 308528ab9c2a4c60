package org.lookalike.platform.kafka;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.lookalike.platform.failure.TransientFailure;

/** Tells an outage of the broker from outputs that no broker will ever accept. */
final class PublishFailures {
    private PublishFailures() {}

    /** The failure to throw: an outage, or a defect that no retry can cure. */
    static RuntimeException of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException
                    || cause instanceof SerializationException
                    || cause instanceof InvalidTopicException
                    || cause instanceof AuthorizationException
                    || cause instanceof AuthenticationException
                    || cause instanceof UnsupportedVersionException) {
                return new IllegalStateException("the broker refuses the results: " + cause.getMessage(), thrown);
            }
        }
        return new TransientFailure("the broker does not accept the results", thrown);
    }
}
