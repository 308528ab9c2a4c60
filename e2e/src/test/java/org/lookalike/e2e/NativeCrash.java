package org.lookalike.e2e;

import java.lang.reflect.Field;

/** Ends the process by an access to address 0, as native code with a defect does. */
final class NativeCrash {
    private NativeCrash() {}

    static void now() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this JVM cannot be crashed", e);
        }
    }
}
