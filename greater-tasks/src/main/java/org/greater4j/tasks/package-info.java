/**
 * Tasks by name: the one door through which the rest of the program gets examples.
 *
 * <pre>{@code
 * Task task = TaskLoader.load(TaskRequest.named("gen/navigate").difficulty(2).seed(1).build());
 * }</pre>
 *
 * <p>A name is {@code gen/NAME} (made in the program); {@code bbh/NAME}, {@code gsm8k} or {@code folio} (read from the published files, in
 * a folder or from a {@link org.greater4j.tasks.PublishedFileSource}); a path ending in {@code .csv}, {@code .tsv}, {@code .jsonl} or
 * {@code .json}; or a task file ending in {@code .yaml}. {@link org.greater4j.tasks.TaskCatalogue} lists the names.
 */
@NullMarked
package org.greater4j.tasks;

import org.jspecify.annotations.NullMarked;
