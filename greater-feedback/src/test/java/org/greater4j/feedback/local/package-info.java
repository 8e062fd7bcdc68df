/** Tests with scripted models. */
@NullMarked
package org.greater4j.feedback.local;

import org.jspecify.annotations.NullMarked;
