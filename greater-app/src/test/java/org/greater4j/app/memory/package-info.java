@NullMarked
package org.greater4j.app.memory;

import org.jspecify.annotations.NullMarked;
