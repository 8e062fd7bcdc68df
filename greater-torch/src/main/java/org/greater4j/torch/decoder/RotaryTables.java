package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/**
 * Cosines and sines of every rotary embedding of a decoder, for as many positions as were asked for so far.
 *
 * <p>Tables for a whole context of 128 Ki positions would take a quarter of a gibibyte, most of it never read; so they begin small and
 * double when a text outgrows them.
 */
final class RotaryTables implements AutoCloseable {
    private static final int FIRST_POSITIONS = 1024;

    private record Table(Tensor cosines, Tensor signedSines) {}

    private final DecoderConfig config;
    private final ScalarType type;
    private final List<Table> tables = new ArrayList<>();
    private Owner owner = new Owner();
    private int positions;

    RotaryTables(DecoderConfig config, Precision precision) {
        this.config = config;
        this.type = precision.stream() == ScalarType.Double ? ScalarType.Double : ScalarType.Float;
        grow(0);
    }

    /**
     * The rotations of some tokens, one for each rotary embedding of the decoder, in its order; in the caller's scope.
     *
     * @param at positions of the tokens
     * @param first with {@code second} the shape [first, second, D] of the result, which broadcasts over heads on the side of 1
     */
    synchronized List<Rotation> rotations(int[] at, long first, long second) {
        int last = 0;
        for (int position : at) {
            last = Math.max(last, position);
        }
        if (last >= positions) {
            grow(last);
        }
        Tensor index = Tensors.of(at, at.length);
        List<Rotation> rotations = new ArrayList<>();
        for (Table table : tables) {
            rotations.add(new Rotation(
                    table.cosines.index_select(0, index).view(first, second, config.headSize()),
                    table.signedSines.index_select(0, index).view(first, second, config.headSize())));
        }
        return rotations;
    }

    private void grow(int last) {
        if (last >= config.contextLength()) {
            throw new IllegalArgumentException(
                    "expected positions below " + config.contextLength() + " (the model's context), found " + last);
        }
        int wanted = Math.max(positions, FIRST_POSITIONS);
        while (wanted <= last) {
            wanted = wanted > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : 2 * wanted;
        }
        positions = Math.min(wanted, config.contextLength());
        owner.close();
        owner = new Owner();
        tables.clear();
        config.ropes().forEach(rope -> tables.add(table(rope)));
    }

    private Table table(Rope rope) {
        int size = config.headSize();
        int half = size / 2;
        float[] cosines = new float[Math.multiplyExact(positions, size)];
        float[] sines = new float[cosines.length];
        float scale = (float) rope.scale();
        for (int pair = 0; pair < half; pair++) {
            // float32 throughout, as the models were trained; pairs that do not turn have frequency 0
            boolean turns = pair < rope.frequencies().size();
            float frequency = turns ? rope.frequencies().get(pair).floatValue() : 0;
            for (int position = 0; position < positions; position++) {
                float angle = position * frequency;
                int first = position * size + pair;
                cosines[first] = turns ? (float) Math.cos(angle) * scale : 1;
                cosines[first + half] = cosines[first];
                sines[first + half] = (float) Math.sin(angle) * scale;
                sines[first] = -sines[first + half];
            }
        }
        return new Table(upload(cosines), upload(sines));
    }

    private Tensor upload(float[] values) {
        return TensorScope.call(() ->
                owner.keep(Tensors.of(values, positions, config.headSize()).to(type)));
    }

    @Override
    public void close() {
        owner.close();
    }
}
