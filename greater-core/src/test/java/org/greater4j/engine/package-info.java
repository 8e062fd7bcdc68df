/** What the engine's records say about themselves, and the order of examples. */
@NullMarked
package org.greater4j.engine;

import org.jspecify.annotations.NullMarked;
