@NullMarked
package org.greater4j.app.check;

import org.jspecify.annotations.NullMarked;
