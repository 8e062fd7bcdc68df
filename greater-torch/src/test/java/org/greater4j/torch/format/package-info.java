/** Tests of the model file formats, and {@link org.greater4j.torch.format.GgufWriter} for tests that need a model file. */
@NullMarked
package org.greater4j.torch.format;

import org.jspecify.annotations.NullMarked;
