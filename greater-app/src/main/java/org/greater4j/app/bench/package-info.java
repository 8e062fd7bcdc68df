/**
 * Times the search: {@code greater bench}.
 *
 * <p>{@link org.greater4j.app.bench.Benchmark} runs the optimiser of a run over the session of a run, with a decorator between them that
 * takes the time of every question. What came out can be recorded and held against another run of the same search, since no acceleration
 * may change a choice.
 */
@NullMarked
package org.greater4j.app.bench;

import org.jspecify.annotations.NullMarked;
