/**
 * One prompt on one question, looked at closely: what the model reasons, what is read as its answer, how far that is from the right one, and
 * which words of the prompt the gradient would change.
 *
 * <pre>{@code
 * try (Playground playground = new Playground(models, Duration.ofMinutes(10))) {
 *   Playground.Ticket ticket = playground.ask(question);   // another thread works
 *   ticket.answer();                                       // what there is so far
 * }
 * }</pre>
 *
 * <p>It is the method's own step, asked of every position instead of one and of one example instead of many: proposals of the model at the
 * position, those that survive the round trip, and the gradient of the loss of the right answer, through the reasoning, to a choice among
 * them.
 */
@NullMarked
package org.greater4j.app.playground;

import org.jspecify.annotations.NullMarked;
