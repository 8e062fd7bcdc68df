/** Tests with scripted models. */
@NullMarked
package org.greater4j.feedback.method;

import org.jspecify.annotations.NullMarked;
