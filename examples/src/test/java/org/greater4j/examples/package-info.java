/** Runs every example as its reader would. */
@NullMarked
package org.greater4j.examples;

import org.jspecify.annotations.NullMarked;
