@NullMarked
package org.greater4j.web.server;

import org.jspecify.annotations.NullMarked;
