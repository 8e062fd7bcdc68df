/**
 * Model families: for each a reader of {@code config.json} and of GGUF metadata and a table of tensor names, never a subclass of the
 * decoder.
 *
 * <p>{@link org.greater4j.torch.family.HuggingFaceModel} and {@link org.greater4j.torch.family.GgufModel} find the family that a folder or file
 * names and let it describe the decoder; weights are then read by the same code for all:
 *
 * <pre>{@code
 * try (SafetensorsWeights weights = SafetensorsWeights.open(folder)) {
 *     HuggingFaceModel model = HuggingFaceModel.of(folder, weights);
 *     DecoderWeights.load(model.config(), model.names(), model.source(), Precision.FLOAT32, WeightLayout.PACKED);
 * }
 * }</pre>
 *
 * <p>How a family is added is told in {@code docs/adding-a-family.md}.
 */
@NullMarked
package org.greater4j.torch.family;

import org.jspecify.annotations.NullMarked;
