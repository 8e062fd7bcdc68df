/** Damaged input for every reader of files that others wrote. */
@NullMarked
package org.greater4j.fuzz;

import org.jspecify.annotations.NullMarked;
