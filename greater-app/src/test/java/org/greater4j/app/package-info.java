@NullMarked
package org.greater4j.app;

import org.jspecify.annotations.NullMarked;
