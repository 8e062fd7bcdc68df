/** Damaged input for every reader of files that others wrote. */
@NullMarked
package org.greater4j.torch.fuzz;

import org.jspecify.annotations.NullMarked;
