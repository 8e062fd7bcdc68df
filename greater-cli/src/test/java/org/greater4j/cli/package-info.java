@NullMarked
package org.greater4j.cli;

import org.jspecify.annotations.NullMarked;
