package org.lookalike.platform.kafka;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.lookalike.platform.failure.TransientFailure;

/** Tells a broker that is unwell from outputs that no broker will ever take. */
final class PublishFailures {
    private PublishFailures() {}

    /** The failure to throw: an outage, or a defect over which retrying would only turn in circles. */
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
        return new TransientFailure("the broker does not take the results", thrown);
    }
}
