/**
 * What the loss is taken on: the ids around the optimised prompt, the prompt itself, and the tokens a prompt may be made of.
 */
@NullMarked
package org.greater4j.objective;

import org.jspecify.annotations.NullMarked;
