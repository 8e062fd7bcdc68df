/** Tests with scripted models. */
@NullMarked
package org.greater4j.feedback.template;

import org.jspecify.annotations.NullMarked;
