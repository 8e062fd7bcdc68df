package org.greater4j.torch.family;

import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.decoder.DecoderConfig;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.decoder.TensorSource;
import org.greater4j.torch.format.GgufFile;
import org.greater4j.torch.format.GgufTensor;

/** The decoder that a GGUF file describes: its shape, the names of its weights, and the weights themselves. */
public record GgufModel(DecoderConfig config, TensorNames names, TensorSource source) {
    /**
     * Reads a file's metadata.
     *
     * @throws GreaterException ({@code UNSUPPORTED_MODEL}) for another architecture or a feature that is not read, ({@code
     *     INVALID_MODEL}) if a needed key is missing
     */
    public static GgufModel of(GgufFile file) {
        String architecture = file.metadata().requiredString("general.architecture");
        Family family = Families.GGUF.get(architecture);
        if (family == null) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "model " + file.path() + ": expected an architecture out of "
                            + String.join(", ", Families.architectures()) + ", found '" + architecture
                            + "' in general.architecture; use a model of a known family (greater models)");
        }
        Source source = new Source(file);
        Family.Described described = family.of(new GgufConfig(file, architecture, FileBounds.of(source)));
        return new GgufModel(described.config(), described.names(), source);
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
        public int tensors() {
            return file.tensors().size();
        }

        @Override
        public long mostElements() {
            return file.tensors().stream().mapToLong(GgufTensor::elements).max().orElse(0);
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
