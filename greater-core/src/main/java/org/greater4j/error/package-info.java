/**
 * Errors a user can act on: every {@link org.greater4j.error.GreaterException} carries a code, and every code says who is to blame.
 */
@NullMarked
package org.greater4j.error;

import org.jspecify.annotations.NullMarked;
