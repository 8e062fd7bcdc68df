@NullMarked
package org.greater4j.web.report;

import org.jspecify.annotations.NullMarked;
