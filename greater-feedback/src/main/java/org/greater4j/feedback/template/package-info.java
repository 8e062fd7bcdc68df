/**
 * The wording of every request, in text files that a user may replace.
 *
 * <p>A template is a chat: a line {@code [system]}, {@code [user]} or {@code [assistant]} begins a message. {@code {{slot}}} stands for what
 * the method puts there. A file of the same name in a directory of the user's ({@code --templates DIR}) replaces a template; it may leave
 * slots out, and has no others.
 */
@NullMarked
package org.greater4j.feedback.template;

import org.jspecify.annotations.NullMarked;
