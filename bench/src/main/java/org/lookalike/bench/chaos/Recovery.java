package org.lookalike.bench.chaos;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What followed from one fault. Times count from the fault's end: when a killed part is started again, a paused one goes on,
 * a link is healed.
 *
 * @param fault what was done
 * @param victim the kind of part, such as {@code sink}
 * @param answered until a search sent after the fault's end was answered with hits; null if none was
 * @param fresh until a picture uploaded after the fault's end was found together with older ones; null if it was not
 */
record Recovery(
        PlannedFault fault,
        String victim,
        @Nullable Duration answered,
        @Nullable Duration fresh) {}
