@NullMarked
package org.greater4j.bench;

import org.jspecify.annotations.NullMarked;
