/**
 * Model files as they lie on disk: GGUF, versions 2 and 3, with its quantised tensors, and safetensors.
 *
 * <p>A GGUF file is a header, a list of key–value pairs, a directory of tensors, and their data. {@link
 * org.greater4j.torch.format.GgufFile#open} parses and checks all but the data, so that whatever it returns can be relied on: every
 * tensor has a type that can be decoded and lies within the file. Nothing is allocated because a file says so: counts and lengths are
 * held against the bytes that are there first, for a model file is downloaded from somewhere.
 *
 * <pre>{@code
 * try (GgufFile file = GgufFile.open(path)) {
 *   int layers = file.metadata().requiredInt("llama.block_count");
 *   GgufTensor embedding = file.tensor("token_embd.weight");
 *   float[] row = new float[(int) embedding.rowLength()];
 *   file.read(embedding, 7L * row.length, row, 0, row.length);
 * }
 * }</pre>
 *
 * <p>A safetensors file is a header in JSON and the data of its tensors, one after the other; a large model lies in several of them,
 * with an index. {@link org.greater4j.torch.format.SafetensorsWeights#open} takes a file or a folder and checks as much.
 *
 * <pre>{@code
 * try (SafetensorsWeights weights = SafetensorsWeights.open(folder)) {
 *   float[] norm = new float[(int) weights.shape("model.norm.weight")[0]];
 *   weights.read("model.norm.weight", 0, norm, norm.length);
 * }
 * }</pre>
 *
 * <p>Both read by position, in pieces, into the caller's array, and refuse weights that are not finite.
 *
 * <p>Quantised types store blocks of 32 or 256 weights as small integers with shared scales; {@link
 * org.greater4j.torch.format.GgmlType} knows them and decodes them to float32.
 */
@NullMarked
package org.greater4j.torch.format;

import org.jspecify.annotations.NullMarked;
