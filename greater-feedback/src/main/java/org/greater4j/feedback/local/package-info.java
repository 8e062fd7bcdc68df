/** The engine of this program as a chat model, alone and for many calls at once. */
@NullMarked
package org.greater4j.feedback.local;

import org.jspecify.annotations.NullMarked;
