/**
 * What is asked and what counts as right: tasks, examples, disjoint splits and answer formats.
 */
@NullMarked
package org.greater4j.task;

import org.jspecify.annotations.NullMarked;
