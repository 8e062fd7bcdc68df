/** Tests of the generators, against solvers that know nothing but the question's text. */
@NullMarked
package org.greater4j.tasks.generated;

import org.jspecify.annotations.NullMarked;
