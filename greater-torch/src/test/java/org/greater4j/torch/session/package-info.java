/** Tests of sessions and generation: on random small models against the plain reading, on the real one against golden values. */
@NullMarked
package org.greater4j.torch.session;

import org.jspecify.annotations.NullMarked;
