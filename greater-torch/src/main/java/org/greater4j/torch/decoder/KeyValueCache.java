package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/**
 * Keys and values of B rows, per layer [B, key-value heads, capacity, D]; columns that nobody wrote are zero, so that a masked column
 * adds exactly nothing.
 */
public final class KeyValueCache implements AutoCloseable {
    private final Owner owner = new Owner();
    private final DecoderConfig config;
    private final Precision precision;
    private final int rows;
    private final int capacity;
    private final List<Tensor> keys = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();

    KeyValueCache(DecoderConfig config, Precision precision, int rows, int capacity) {
        this.config = config;
        this.precision = precision;
        this.rows = rows;
        this.capacity = capacity;
        try {
            TensorScope.run(() -> {
                for (int layer = 0; layer < config.layers(); layer++) {
                    keys.add(owner.keep(allocate()));
                    values.add(owner.keep(allocate()));
                }
            });
        } catch (RuntimeException | Error e) {
            // memory ran out half-way: nobody else knows the first half
            owner.close();
            throw e;
        }
    }

    public int rows() {
        return rows;
    }

    public int capacity() {
        return capacity;
    }

    /** A new cache out of some rows, in the given order and possibly repeated, with their first columns. */
    public KeyValueCache select(int[] selected, int columns, int newCapacity) {
        KeyValueCache copy = new KeyValueCache(config, precision, selected.length, newCapacity);
        if (columns == 0) {
            return copy;
        }
        try {
            TensorScope.run(() -> {
                Tensor index = Tensors.of(selected, selected.length);
                for (int layer = 0; layer < config.layers(); layer++) {
                    copyRows(keys.get(layer), copy.keys.get(layer), index, columns);
                    copyRows(values.get(layer), copy.values.get(layer), index, columns);
                }
            });
            return copy;
        } catch (RuntimeException | Error e) {
            copy.close();
            throw e;
        }
    }

    private static void copyRows(Tensor from, Tensor to, Tensor index, int columns) {
        TensorScope.run(
                () -> to.narrow(2, 0, columns).copy_(from.narrow(2, 0, columns).index_select(0, index)));
    }

    /** Keys of a layer: a run of rows and the first columns. */
    Tensor keys(int layer, int firstRow, int rowCount, int columns) {
        return keys.get(layer).narrow(0, firstRow, rowCount).narrow(2, 0, columns);
    }

    /** Values of a layer: a run of rows and the first columns. */
    Tensor values(int layer, int firstRow, int rowCount, int columns) {
        return values.get(layer).narrow(0, firstRow, rowCount).narrow(2, 0, columns);
    }

    @Override
    public void close() {
        owner.close();
    }

    private Tensor allocate() {
        return Tensors.zeros(precision.stream(), rows, config.keyValueHeads(), capacity, config.headSize());
    }
}
