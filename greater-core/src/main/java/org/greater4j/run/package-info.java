/**
 * The record of a run: manifest, append-only events, checkpoint and result in one directory.
 */
@NullMarked
package org.greater4j.run;

import org.jspecify.annotations.NullMarked;
