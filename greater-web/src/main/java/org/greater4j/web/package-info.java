/**
 * Pages for people who want to look at a run.
 *
 * <pre>{@code
 * RunRecord record = RunRecord.read(directory);           // finished or not
 * AtomicFile.write(directory.resolve("report.html"), Report.of(record).html());
 * }</pre>
 *
 * <p>A page is made in two halves. Plain records say what it shows, in the words and numbers that people read ({@code report}: nothing
 * there knows HTML). Templates say where it stands: those of {@code src/main/jte} become Java sources when the module is built, so that a
 * template and the records it shows fit, or the build fails.
 *
 * <p>Whatever a run holds is text that somebody else wrote: a task's questions, a model's replies, prompts. It goes through
 * {@link org.greater4j.web.InertOutput} and no other way, and a {@linkplain org.greater4j.web.Assets policy} in the page forbids
 * everything but the page's own style and script, so that a gap in the one is no hole.
 *
 * <p>The module reads records through {@code run} alone, and knows neither engine nor search.
 */
@NullMarked
package org.greater4j.web;

import org.jspecify.annotations.NullMarked;
