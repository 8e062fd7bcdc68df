package org.greater4j.web.report;

/**
 * Something that the reader should know before trusting the result.
 *
 * @param name of the kind of warning, stable, for tests and styles
 * @param title in a few words
 * @param text what was seen and what to do
 */
public record Warning(String name, String title, String text) {}
