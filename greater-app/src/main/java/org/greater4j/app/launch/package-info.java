/**
 * Runs in processes of their own: ordered, begun, watched and stopped by a program that stays alive when one of them dies.
 *
 * <p>A {@link org.greater4j.app.launch.RunOrder} is all that a new run needs to know; {@link org.greater4j.app.launch.RunProcesses} hands it to
 * a new JVM of the same program and hears from it, line by line, how the work goes.
 * {@link org.greater4j.app.launch.RunEstimate} says before that what the work will take.
 */
@NullMarked
package org.greater4j.app.launch;

import org.jspecify.annotations.NullMarked;
