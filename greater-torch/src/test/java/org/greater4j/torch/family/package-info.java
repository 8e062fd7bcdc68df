/** Tests of the families' readers. */
@NullMarked
package org.greater4j.torch.family;

import org.jspecify.annotations.NullMarked;
