/**
 * The decoder-only transformer that all families share: {@code h = x + attention(norm(x)); h + feedForward(norm(h))}.
 */
@NullMarked
package org.greater4j.torch.decoder;

import org.jspecify.annotations.NullMarked;
