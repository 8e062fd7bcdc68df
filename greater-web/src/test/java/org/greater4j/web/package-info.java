@NullMarked
package org.greater4j.web;

import org.jspecify.annotations.NullMarked;
