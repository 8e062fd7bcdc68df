/**
 * Tasks that the program makes itself: no file, no licence, no limit on the number of examples.
 *
 * <p>Every generator is a pure function of a {@link java.util.Random}, whose numbers are specified to the bit, so a name, a seed and a
 * difficulty mean the same examples on every JVM. The answers are known by construction; the tests solve every question again from its
 * text alone.
 */
@NullMarked
package org.greater4j.tasks.generated;

import org.jspecify.annotations.NullMarked;
