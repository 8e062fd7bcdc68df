package org.greater4j.web.pages;

/**
 * Something that could not be shown or done.
 *
 * @param title in a few words
 * @param text what was expected and found, and what to do
 */
public record MessagePage(String title, String text) {}
