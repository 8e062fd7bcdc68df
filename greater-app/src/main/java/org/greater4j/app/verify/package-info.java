/**
 * Holds the engine against expected values that another implementation wrote: {@code greater verify PATH}.
 *
 * <p>{@link org.greater4j.app.verify.Verification} recognises the layout of what it is given, runs the same code that optimises prompts,
 * and reports the largest deviation of every kind of value:
 *
 * <pre>{@code
 * VerificationReport report = Verification.verify(Path.of("steps.json"), new Models());
 * report.lines().forEach(System.out::println);
 * }</pre>
 *
 * <p>A file is read as a whole and all that is wrong with it is told at once, before a model is opened. Where the file itself says that a
 * decision hung by less than the noise of float32 arithmetic, another decision is reported as a <em>near tie</em> and not held against the
 * engine.
 */
@NullMarked
package org.greater4j.app.verify;

import org.jspecify.annotations.NullMarked;
