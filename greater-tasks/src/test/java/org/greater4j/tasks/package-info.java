/** Tests of the readers, the loader and the catalogue. */
@NullMarked
package org.greater4j.tasks;

import org.jspecify.annotations.NullMarked;
