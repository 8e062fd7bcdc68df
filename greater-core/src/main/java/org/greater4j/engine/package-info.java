/**
 * The only door to a model: text generation ({@link org.greater4j.engine.TextModel}) and the three questions that an optimiser
 * asks about a prompt ({@link org.greater4j.engine.ReasoningSession}). Arrays and records go in and out; no tensor crosses.
 */
@NullMarked
package org.greater4j.engine;

import org.jspecify.annotations.NullMarked;
