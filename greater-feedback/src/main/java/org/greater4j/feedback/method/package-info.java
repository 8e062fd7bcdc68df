/**
 * The methods by text feedback, each as the loop that its authors released, with their defaults.
 *
 * <p>Where paper and released code differ, the code was followed; where the code has a fault that changes what is found, the fault is left
 * out and the class says so. Each has two presets: {@code authors}, the defaults of the release, and {@code within}, sizes that let a few
 * steps fit into a budget of tokens, after which the loop goes on until the budget is spent.
 *
 * <p>Two things are the same for all, so that results can be compared. A prompt's score is its accuracy by generation, greedy, on the rows
 * that the method is told to use: train rows give feedback, dev rows decide. And requests are worded by this program ({@link
 * org.greater4j.feedback.template.Templates}), not by the authors.
 */
@NullMarked
package org.greater4j.feedback.method;

import org.jspecify.annotations.NullMarked;
