package org.greater4j.torch.family;

import java.util.List;
import java.util.Set;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.decoder.DecoderConfig;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.decoder.TensorSource;
import org.greater4j.torch.format.GgufFile;
import org.greater4j.torch.format.GgufMetadata;

/**
 * The decoder that a GGUF file describes: its shape, the names of its weights, and the weights themselves.
 *
 * <p>The family {@code llama} is read so far: Llama 2 and 3 without rope scaling, SmolLM2, Mistral files of that architecture name.
 */
public record GgufModel(DecoderConfig config, TensorNames names, TensorSource source) {
    private static final Set<String> KNOWN = Set.of("llama");

    /** Architectures that can be opened. */
    public static List<String> architectures() {
        return KNOWN.stream().sorted().toList();
    }

    /**
     * Reads a file's metadata.
     *
     * @throws GreaterException ({@code UNSUPPORTED_MODEL}) for another architecture or a feature that is not read yet, ({@code
     *     INVALID_MODEL}) if a needed key is missing
     */
    public static GgufModel of(GgufFile file) {
        GgufMetadata metadata = file.metadata();
        String architecture = metadata.requiredString("general.architecture");
        if (!KNOWN.contains(architecture)) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "model " + file.path() + ": expected an architecture out of " + List.copyOf(KNOWN) + ", found '"
                            + architecture
                            + "' in general.architecture; use a model of a known family (greater models)");
        }
        String scaling = metadata.string(architecture + ".rope.scaling.type").orElse("none");
        if (!scaling.equals("none") || file.findTensor("rope_freqs.weight").isPresent()) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "model " + file.path() + ": expected no rope scaling, found "
                            + (scaling.equals("none") ? "the tensor rope_freqs.weight" : "'" + scaling + "'")
                            + "; such models are not read yet");
        }
        int heads = metadata.requiredInt(architecture + ".attention.head_count");
        int embedding = metadata.requiredInt(architecture + ".embedding_length");
        int headSize = metadata.intOr(architecture + ".attention.key_length", heads > 0 ? embedding / heads : 0);
        int rotated = metadata.intOr(architecture + ".rope.dimension_count", headSize);
        int keyValueHeads = metadata.intOr(architecture + ".attention.head_count_kv", heads);
        if (heads < 1 || keyValueHeads < 1 || heads % keyValueHeads != 0 || headSize < 2 || rotated != headSize) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "model " + file.path()
                            + ": expected heads that are a multiple of key-value heads and rotate whole, found "
                            + heads + " heads, " + keyValueHeads + " key-value heads of size " + headSize + " with "
                            + rotated + " rotated; the file's metadata is damaged or of another architecture");
        }
        DecoderConfig config = new DecoderConfig(
                architecture,
                vocabulary(file),
                embedding,
                metadata.requiredInt(architecture + ".block_count"),
                heads,
                keyValueHeads,
                headSize,
                metadata.requiredInt(architecture + ".feed_forward_length"),
                metadata.requiredNumber(architecture + ".attention.layer_norm_rms_epsilon"),
                metadata.numberOr(architecture + ".rope.freq_base", 10000.0),
                metadata.requiredInt(architecture + ".context_length"));
        return new GgufModel(config, TensorNames.GGUF_LLAMA, new Source(file));
    }

    // the embedding's rows, not the metadata, say how many ids there are; some files leave llama.vocab_size out
    private static int vocabulary(GgufFile file) {
        long[] shape = file.tensor("token_embd.weight").shape();
        return Math.toIntExact(shape[0]);
    }

    private record Source(GgufFile file) implements TensorSource {
        @Override
        public boolean has(String name) {
            return file.findTensor(name).isPresent();
        }

        @Override
        public long[] shape(String name) {
            return file.tensor(name).shape();
        }

        @Override
        public void read(String name, long first, float[] target, int count) {
            file.read(file.tensor(name), first, target, 0, count);
        }

        @Override
        public String description() {
            return file.path().toString();
        }
    }
}
