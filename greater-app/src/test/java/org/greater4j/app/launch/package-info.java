@NullMarked
package org.greater4j.app.launch;

import org.jspecify.annotations.NullMarked;
