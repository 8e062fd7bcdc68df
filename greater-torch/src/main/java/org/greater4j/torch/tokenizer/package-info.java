/**
 * From text to token ids and back, as the model's own program does it: tokenizers and chat templates out of GGUF files and Hugging Face
 * folders.
 *
 * <p>{@link org.greater4j.torch.tokenizer.GgufTokenizer} and {@link org.greater4j.torch.tokenizer.HuggingFaceFolder} both give a {@link
 * org.greater4j.torch.tokenizer.TextCodec}: the tokenizer, the chat template and the ids that end an answer. Ids come from Hugging Face's
 * own library ({@link org.greater4j.torch.tokenizer.FastTokenizer}), which reads a {@code tokenizer.json}; for a GGUF file one is written
 * out of its metadata. Templates are run by {@link org.greater4j.torch.tokenizer.jinja.JinjaTemplate}.
 *
 * <p>A panic of that library ends the JVM, so what is known to lead to one is refused before the library sees it ({@link
 * org.greater4j.torch.tokenizer.TokenizerComponents}).
 *
 * <pre>{@code
 * try (GgufFile file = GgufFile.open(path);
 *     TextCodec codec = GgufTokenizer.read(file.metadata(), "smollm2-135m-instruct", LocalDate.now())) {
 *   String chat = codec.template().render(List.of(Message.user("Is 7 prime?")), true);
 *   int[] ids = codec.tokenizer().encode(chat);
 * }
 * }</pre>
 */
@NullMarked
package org.greater4j.torch.tokenizer;

import org.jspecify.annotations.NullMarked;
