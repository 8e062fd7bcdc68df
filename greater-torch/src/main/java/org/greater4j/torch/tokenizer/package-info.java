/**
 * Tokenizers and chat templates, as the model's own file describes them.
 *
 * <p>Splitting text into ids is left to Hugging Face's {@code tokenizers}; what a GGUF file says is first written as its JSON. Chat
 * templates are rendered by jinjava, which runs no code of the template's and reads no file.
 */
@NullMarked
package org.greater4j.torch.tokenizer;

import org.jspecify.annotations.NullMarked;
