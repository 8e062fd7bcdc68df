/** Tests of the verification against expected values. */
@NullMarked
package org.greater4j.app.verify;

import org.jspecify.annotations.NullMarked;
