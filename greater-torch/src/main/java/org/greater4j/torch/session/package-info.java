/**
 * The three questions of a {@link org.greater4j.engine.ReasoningSession} on libtorch, and the model that opens it.
 */
@NullMarked
package org.greater4j.torch.session;

import org.jspecify.annotations.NullMarked;
