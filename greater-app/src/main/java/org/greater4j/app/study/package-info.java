/**
 * Studies: a grid of tasks × methods × models × seeds, and the table that it comes to.
 *
 * <p>A {@link org.greater4j.app.study.StudyPlan} is a list of cells, each of them an ordinary run with a configuration and a directory of its
 * own. {@link org.greater4j.app.study.Study} works them off and keeps no state besides those directories: it can be killed at any instant,
 * and starting it again goes on where it was. Cells may be added to a plan later; changing what a finished cell was told is refused.
 *
 * <p>{@link org.greater4j.app.study.StudyFiles} sums finished runs up. With one test reading a run there is one evaluation per cell, and
 * methods are compared on the rows that they share: all methods of one task, model and seed have the same.
 */
@NullMarked
package org.greater4j.app.study;

import org.jspecify.annotations.NullMarked;
