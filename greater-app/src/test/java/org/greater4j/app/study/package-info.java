@NullMarked
package org.greater4j.app.study;

import org.jspecify.annotations.NullMarked;
