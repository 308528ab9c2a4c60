package org.lookalike.schemas;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.util.ClassSecurityValidator;
import org.lookalike.events.ImageArrived;

/**
 * Allows Avro to instantiate the generated event classes. Avro instantiates only classes that it was told to trust,
 * because a schema from elsewhere could name any class.
 */
public final class EventClasses {
    private static final AtomicBoolean TRUSTED = new AtomicBoolean();

    private EventClasses() {}

    /** Adds the event classes to those that Avro trusts in this process. To be called before the first record is read. */
    public static void trust() {
        if (TRUSTED.compareAndSet(false, true)) {
            String events = ImageArrived.class.getPackageName();
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                    ClassSecurityValidator.getGlobal(),
                    type -> type.getPackageName().equals(events)));
        }
    }
}
