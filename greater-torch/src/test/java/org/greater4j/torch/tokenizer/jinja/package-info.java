/** Tests of the template language against Jinja itself. */
@NullMarked
package org.greater4j.torch.tokenizer.jinja;

import org.jspecify.annotations.NullMarked;
