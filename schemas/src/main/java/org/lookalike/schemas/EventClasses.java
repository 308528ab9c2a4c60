package org.lookalike.schemas;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.util.ClassSecurityValidator;
import org.lookalike.events.ImageArrived;

/**
 * The generated classes of the events, as far as Avro is concerned: it makes objects only of classes that it was told to
 * trust, because a schema from elsewhere could name any.
 */
public final class EventClasses {
    private static final AtomicBoolean TRUSTED = new AtomicBoolean();

    private EventClasses() {}

    /** Makes Avro trust the events of this process, and no class more than before. To be called before the first record. */
    public static void trust() {
        if (TRUSTED.compareAndSet(false, true)) {
            String events = ImageArrived.class.getPackageName();
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                    ClassSecurityValidator.getGlobal(),
                    type -> type.getPackageName().equals(events)));
        }
    }
}
