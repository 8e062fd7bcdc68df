/** Tests of tokenizers and chat templates against Hugging Face's, and what they share with tests of other packages. */
@NullMarked
package org.greater4j.torch.tokenizer;

import org.jspecify.annotations.NullMarked;
