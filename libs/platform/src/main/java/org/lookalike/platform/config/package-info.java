/** Settings: declared once, layered from file, environment and flags, refused all together when they break a rule. */
@NullMarked
package org.lookalike.platform.config;

import org.jspecify.annotations.NullMarked;
