/** Tests of tasks, splits and answer formats. */
@NullMarked
package org.greater4j.task;

import org.jspecify.annotations.NullMarked;
