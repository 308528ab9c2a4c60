/** The folder for what is fetched once and used by every run. */
@NullMarked
package org.lookalike.provision.cache;

import org.jspecify.annotations.NullMarked;
