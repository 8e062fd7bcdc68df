/** Tests of the calls that methods make, with scripted models. */
@NullMarked
package org.greater4j.feedback;

import org.jspecify.annotations.NullMarked;
