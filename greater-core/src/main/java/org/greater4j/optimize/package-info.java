/**
 * GReaTer as pure functions over a session's answers: propose, intersect, rank, select, move, stop.
 */
@NullMarked
package org.greater4j.optimize;

import org.jspecify.annotations.NullMarked;
