/** Tests with scripted models. */
@NullMarked
package org.greater4j.feedback.search;

import org.jspecify.annotations.NullMarked;
