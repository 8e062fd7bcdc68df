/**
 * What the pages of the web application show, as plain records; templates alone know HTML.
 *
 * <p>A page is a function of what there is and of its address: whatever a reader chose (filters, order, which steps, which runs) stands in the
 * address, so that every view can be kept and sent.
 */
@NullMarked
package org.greater4j.web.pages;

import org.jspecify.annotations.NullMarked;
