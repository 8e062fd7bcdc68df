package org.greater4j.torch.family;

import org.greater4j.torch.decoder.DecoderConfig;
import org.greater4j.torch.decoder.TensorNames;

/** What a family of models writes into its files, as the decoder that it describes. */
interface Family {
    /** A decoder's shape, and what the file calls its weights. */
    record Described(DecoderConfig config, TensorNames names) {}

    /** Reads a Hugging Face folder's {@code config.json}, with the defaults that transformers has for the family. */
    Described of(HuggingFaceConfig config);

    /** Reads a GGUF file's metadata, as llama.cpp's converter writes them. */
    Described of(GgufConfig config);
}
