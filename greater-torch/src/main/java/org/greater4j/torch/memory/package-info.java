/**
 * Native memory by three rules: weights and caches belong to one owner each, every engine call runs in a {@link
 * org.greater4j.torch.memory.TensorScope} that frees all else, and only Java values leave it.
 */
@NullMarked
package org.greater4j.torch.memory;

import org.jspecify.annotations.NullMarked;
