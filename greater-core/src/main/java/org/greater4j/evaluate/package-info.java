/**
 * Accuracy that a reviewer would accept: generated answers, three outcomes, intervals, paired tests.
 */
@NullMarked
package org.greater4j.evaluate;

import org.jspecify.annotations.NullMarked;
