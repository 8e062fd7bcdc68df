package org.greater4j.engine;

/**
 * What a model wrote.
 *
 * @param chain the ids of its reasoning, without the end token
 * @param ended whether the model ended the chain by itself, before the limit
 * @param answer the ids after the lead; empty without one
 */
public record Generation(int[] chain, boolean ended, int[] answer) {}
