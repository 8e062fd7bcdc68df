/**
 * Tasks by name: the one door through which the rest of the program gets examples.
 *
 * <pre>{@code
 * Task task = TaskLoader.load(TaskRequest.named("gen/navigate").difficulty(2).seed(1).build());
 * }</pre>
 *
 * <p>A name is {@code gen/NAME} (made in the program), {@code bbh/NAME} (read from a folder of the published files) or a path ending in
 * {@code .csv}, {@code .tsv} or {@code .jsonl}. {@link org.greater4j.tasks.TaskCatalogue} lists the names.
 */
@NullMarked
package org.greater4j.tasks;

import org.jspecify.annotations.NullMarked;
