/**
 * What is asked and what counts as right: tasks, examples, disjoint splits, answer formats and metrics.
 */
@NullMarked
package org.greater4j.task;

import org.jspecify.annotations.NullMarked;
