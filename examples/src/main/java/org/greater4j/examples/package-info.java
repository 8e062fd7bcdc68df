/** Greater4J from Java, without the command line. */
@NullMarked
package org.greater4j.examples;

import org.jspecify.annotations.NullMarked;
