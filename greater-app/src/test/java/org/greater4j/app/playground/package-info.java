@NullMarked
package org.greater4j.app.playground;

import org.jspecify.annotations.NullMarked;
