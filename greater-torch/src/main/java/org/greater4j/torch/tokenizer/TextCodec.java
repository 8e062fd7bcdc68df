package org.greater4j.torch.tokenizer;

import java.util.BitSet;
import org.greater4j.text.ChatTemplate;

/**
 * Everything that turns a chat into ids.
 *
 * @param ends ids that end a reply
 */
public record TextCodec(FastTokenizer tokenizer, ChatTemplate chatTemplate, BitSet ends) {}
