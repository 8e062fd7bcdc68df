/**
 * The harness that every method by text feedback works in: the same rows, the same scoring, one budget, one record.
 *
 * <p>A method ({@link org.greater4j.feedback.search.PromptSearch}) has no model, no row and no randomness but those of its {@link
 * org.greater4j.feedback.search.Workbench}. It is written as the plain loop that it is in its paper, and knows nothing of records and
 * budgets. Still a run can be killed at any instant: everything that a model answers is kept in a {@link
 * org.greater4j.feedback.search.Journal} before the method sees it, and a method is a deterministic function of seed and answers. A resumed
 * search begins anew, is given the recorded answers until there are none left, and goes on from there.
 *
 * <pre>{@code
 * Workbench bench = new Workbench(parts, journal, allowance, seed, listener);
 * SearchEnd end = bench.run(new Opro(settings), "Think step by step.", 10);
 * }</pre>
 */
@NullMarked
package org.greater4j.feedback.search;

import org.jspecify.annotations.NullMarked;
