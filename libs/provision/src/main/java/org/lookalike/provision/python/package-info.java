/** Private Python environments, made from pinned and hashed packages. */
@NullMarked
package org.lookalike.provision.python;

import org.jspecify.annotations.NullMarked;
