/** Server programs that run as children of this JVM and end with it. */
@NullMarked
package org.lookalike.provision.process;

import org.jspecify.annotations.NullMarked;
