/**
 * Text and token ids: the tokenizer and chat template of a model, seen from outside.
 *
 * <p>This package stands left of everything else, because both the objective (which builds frames out of ids) and the engine (which
 * loads tokenizers) need it.
 */
@NullMarked
package org.greater4j.text;

import org.jspecify.annotations.NullMarked;
