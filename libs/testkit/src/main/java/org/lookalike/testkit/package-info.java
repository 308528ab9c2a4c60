/** Real servers, images and shared data for the tests of every module. */
@NullMarked
package org.lookalike.testkit;

import org.jspecify.annotations.NullMarked;
