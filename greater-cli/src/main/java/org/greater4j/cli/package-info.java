/**
 * The {@code greater} command: options in, runs and reports out.
 *
 * <p>{@link org.greater4j.cli.Main} parses, dispatches and turns failures into exit codes; each {@link org.greater4j.cli.Command} turns its
 * options into one call of {@code org.greater4j.app} and its answer into text or JSON. Results go to standard output, all else to standard
 * error. Classes of commands must not need the engine to be loaded: help would wait for it.
 */
@NullMarked
package org.greater4j.cli;

import org.jspecify.annotations.NullMarked;
