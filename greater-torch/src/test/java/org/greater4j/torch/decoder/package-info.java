/** Tests of the decoder, and random decoders for the tests of what is built on it. */
@NullMarked
package org.greater4j.torch.decoder;

import org.jspecify.annotations.NullMarked;
