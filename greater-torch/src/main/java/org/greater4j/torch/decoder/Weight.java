package org.greater4j.torch.decoder;

/** The kinds of tensors that files hold; a family has some of them. */
public enum Weight {
    EMBEDDING,
    /** The norm before attention. */
    ATTENTION_NORM,
    QUERY,
    KEY,
    VALUE,
    /** Queries, keys and values in one tensor, in this order. */
    QUERY_KEY_VALUE,
    QUERY_NORM,
    KEY_NORM,
    /** The product behind attention. */
    OUTPUT,
    /** The norm behind attention. */
    ATTENTION_POST_NORM,
    /** The norm before the feed-forward. */
    FEED_FORWARD_NORM,
    GATE,
    UP,
    /** Gate and up in one tensor, in this order. */
    GATE_UP,
    DOWN,
    /** The norm behind the feed-forward. */
    FEED_FORWARD_POST_NORM,
    FINAL_NORM,
    /** To logits; the embedding serves where a file has none. */
    PROJECTION
}
