package org.greater4j.torch.decoder;

/** How queries and keys are normed before they turn. */
public enum QueryKeyNorm {
    /** Not at all. */
    NONE,
    /** Each head by itself, all heads with the same weights: Qwen3, Gemma 3. */
    HEAD,
    /** All heads of the queries together, and all heads of the keys together: OLMo 2. */
    PROJECTION
}
