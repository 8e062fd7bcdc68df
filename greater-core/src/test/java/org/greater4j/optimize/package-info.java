/** The step and the search, over sessions whose answers are written down. */
@NullMarked
package org.greater4j.optimize;

import org.jspecify.annotations.NullMarked;
