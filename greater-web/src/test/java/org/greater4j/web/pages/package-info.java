@NullMarked
package org.greater4j.web.pages;

import org.jspecify.annotations.NullMarked;
