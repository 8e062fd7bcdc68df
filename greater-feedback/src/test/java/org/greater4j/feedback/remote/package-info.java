/** Remote models against servers of the tests' own, on loopback; no time passes in them. */
@NullMarked
package org.greater4j.feedback.remote;

import org.jspecify.annotations.NullMarked;
