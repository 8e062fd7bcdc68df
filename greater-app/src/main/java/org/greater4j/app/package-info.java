/**
 * The composition root: one validated configuration becomes wired objects that run, resume, evaluate and verify.
 *
 * <p>From Java, start at {@link org.greater4j.app.Optimization}; {@code examples/} holds a whole program.
 */
@NullMarked
package org.greater4j.app;

import org.jspecify.annotations.NullMarked;
