@NullMarked
package org.greater4j.app.download;

import org.jspecify.annotations.NullMarked;
