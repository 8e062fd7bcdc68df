/**
 * What a report shows, as plain records: words, numbers and coordinates, but no HTML.
 *
 * <p>They are public for the templates, which are their only reader.
 */
@NullMarked
package org.greater4j.web.report;

import org.jspecify.annotations.NullMarked;
