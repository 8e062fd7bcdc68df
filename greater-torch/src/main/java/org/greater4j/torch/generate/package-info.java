/**
 * Rows of tokens that grow together: a ragged batch over one key-value cache, and greedy generation on it, with finished rows leaving.
 */
@NullMarked
package org.greater4j.torch.generate;

import org.jspecify.annotations.NullMarked;
