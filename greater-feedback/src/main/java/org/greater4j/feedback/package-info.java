/**
 * Prompt optimisation by text feedback: a model is shown how a prompt fares and asked, in words, for a better one.
 *
 * <p>Two roles. The <em>task model</em> answers the examples; the <em>optimiser model</em> writes prompts, and is often the same one. A
 * method knows the second as an {@link org.greater4j.feedback.OptimizerModel}: {@link org.greater4j.feedback.ChatCall}s in, {@link
 * org.greater4j.feedback.ChatReply}s out, many at once. Every LangChain4j chat model can play that role through {@link
 * org.greater4j.feedback.ChatModelOptimizer}; a model of the local engine, through an adapter that batches.
 *
 * <pre>{@code
 * OptimizerModel model = new ChatModelOptimizer("mine", chatModel);
 * ChatReply reply = model.ask(List.of(ChatCall.of("Say it in other words: think first.", Sampling.of(0.7, 100))), done -> {}).get(0);
 * }</pre>
 */
@NullMarked
package org.greater4j.feedback;

import org.jspecify.annotations.NullMarked;
