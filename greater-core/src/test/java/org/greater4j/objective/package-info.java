@NullMarked
package org.greater4j.objective;

import org.jspecify.annotations.NullMarked;
