@NullMarked
package org.greater4j.app.catalogue;

import org.jspecify.annotations.NullMarked;
