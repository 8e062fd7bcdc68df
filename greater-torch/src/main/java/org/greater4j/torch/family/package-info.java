/**
 * Model families: a reader of the file's metadata and a table of tensor names each, never a subclass of the decoder.
 */
@NullMarked
package org.greater4j.torch.family;

import org.jspecify.annotations.NullMarked;
