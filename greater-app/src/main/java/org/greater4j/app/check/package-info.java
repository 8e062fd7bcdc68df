/**
 * Holds a run directory against its own rules: what it records must be whole, must agree with itself, and, asked of the model again, must be
 * found again.
 *
 * <pre>{@code
 * List<Finding> findings = new RunCheck(new Models()).check(Path.of("runs/mine"), true);
 * }</pre>
 */
@NullMarked
package org.greater4j.app.check;

import org.jspecify.annotations.NullMarked;
