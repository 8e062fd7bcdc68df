/**
 * The measurements behind the tables of {@code docs/results}: each a main class that prints its table with the machine, threads, dtype and
 * seed it ran with.
 */
@NullMarked
package org.greater4j.bench;

import org.jspecify.annotations.NullMarked;
