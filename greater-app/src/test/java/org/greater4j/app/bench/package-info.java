@NullMarked
package org.greater4j.app.bench;

import org.jspecify.annotations.NullMarked;
