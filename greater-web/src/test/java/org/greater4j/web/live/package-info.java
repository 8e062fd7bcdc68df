@NullMarked
package org.greater4j.web.live;

import org.jspecify.annotations.NullMarked;
