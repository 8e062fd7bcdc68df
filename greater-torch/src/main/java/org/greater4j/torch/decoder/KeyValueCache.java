package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/**
 * Keys and values of B rows, per layer [B, key-value heads, capacity, D]: a row's token t stands in its column t. Columns that nobody wrote
 * are zero, so that a masked column adds exactly nothing.
 */
public final class KeyValueCache implements AutoCloseable {
    private final Owner owner = new Owner();
    private final DecoderConfig config;
    private final ScalarType type;
    private int rows;
    private final int capacity;
    private final List<Tensor> keys = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();

    KeyValueCache(DecoderConfig config, ScalarType type, int rows, int capacity) {
        this.config = config;
        this.type = type;
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

    /** Overwrites the first columns of some rows with those of another cache's rows. */
    public void copy(KeyValueCache from, int[] fromRows, int[] toRows, int columns) {
        if (columns == 0 || toRows.length == 0) {
            return;
        }
        boolean whole = toRows.length == rows;
        for (int at = 0; whole && at < rows; at++) {
            whole = toRows[at] == at;
        }
        boolean inOrder = whole;
        TensorScope.run(() -> {
            Tensor source = Tensors.of(fromRows, fromRows.length);
            Tensor target = Tensors.of(toRows, toRows.length);
            for (int layer = 0; layer < config.layers(); layer++) {
                copy(from.keys.get(layer), keys.get(layer), source, target, inOrder, columns);
                copy(from.values.get(layer), values.get(layer), source, target, inOrder, columns);
            }
        });
    }

    private static void copy(Tensor from, Tensor to, Tensor source, Tensor target, boolean inOrder, int columns) {
        TensorScope.run(() -> {
            Tensor picked = from.narrow(2, 0, columns).index_select(0, source);
            Tensor place = to.narrow(2, 0, columns);
            if (inOrder) {
                place.copy_(picked);
            } else {
                place.index_copy_(0, target, picked);
            }
        });
    }

    /**
     * Forgets all rows but some, which move together to the front. The memory stays taken: nothing is allocated but a layer's copy.
     *
     * @param staying ascending
     * @param columns of them that hold tokens
     */
    public void keepRows(int[] staying, int columns) {
        if (columns > 0) {
            TensorScope.run(() -> {
                Tensor source = Tensors.of(staying, staying.length);
                for (int layer = 0; layer < config.layers(); layer++) {
                    moveToFront(keys.get(layer), source, columns);
                    moveToFront(values.get(layer), source, columns);
                }
            });
        }
        rows = staying.length;
    }

    private static void moveToFront(Tensor cache, Tensor staying, int columns) {
        TensorScope.run(() -> {
            Tensor picked = cache.narrow(2, 0, columns).index_select(0, staying);
            cache.narrow(0, 0, picked.size(0)).narrow(2, 0, columns).copy_(picked);
        });
    }

    /** Index of a token's first head in a layer's keys or values, seen as [B · key-value heads · capacity, D]. */
    int slot(int row, int head, int column) {
        return (row * config.keyValueHeads() + head) * capacity + column;
    }

    /** Writes keys and values [M, key-value heads, D] of M tokens of one layer at their slots [M · key-value heads]. */
    void write(int layer, Tensor slots, Tensor newKeys, Tensor newValues) {
        put(keys.get(layer), slots, newKeys);
        put(values.get(layer), slots, newValues);
    }

    private void put(Tensor cache, Tensor slots, Tensor tokens) {
        cache.view(-1, config.headSize()).index_copy_(0, slots, tokens.reshape(-1, config.headSize()));
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
        // slots are indexed in one dimension by an int
        Math.multiplyExact(Math.multiplyExact(rows, config.keyValueHeads()), capacity);
        return Tensors.zeros(type, rows, config.keyValueHeads(), capacity, config.headSize());
    }
}
