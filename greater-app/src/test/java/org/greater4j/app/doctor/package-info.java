@NullMarked
package org.greater4j.app.doctor;

import org.jspecify.annotations.NullMarked;
