package org.greater4j.torch.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.decoder.TensorSource;

/**
 * All weights of a model in safetensors: those of one file, or of a folder with {@code model.safetensors} or with shards and {@code
 * model.safetensors.index.json}. Holds the files open: close it.
 *
 * <p>Of a folder with both, the single file counts, as in transformers. Where there is an index, every tensor must be in the one shard
 * that it names; a tensor that only a shard knows of is read too.
 */
public final class SafetensorsWeights implements TensorSource, AutoCloseable {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final int NAMED_PROBLEMS = 8;

    private record Place(SafetensorsFile file, SafetensorsTensor tensor) {}

    private final Path path;
    private final List<SafetensorsFile> files;
    private final Map<String, Place> places;

    private SafetensorsWeights(Path path, List<SafetensorsFile> files, Map<String, Place> places) {
        this.path = path;
        this.files = files;
        this.places = places;
    }

    /**
     * Opens a file or a folder and checks everything but the weights themselves.
     *
     * @throws GreaterException {@code FILE_NOT_FOUND} if there are no weights; {@code INVALID_MODEL} for a file that is damaged, an index
     *     and shards that contradict each other, or a shard that is missing; {@code UNSUPPORTED_MODEL} for weights in other formats
     */
    public static SafetensorsWeights open(Path path) {
        if (!Files.isDirectory(path)) {
            return ofFiles(path, List.of(path), Map.of());
        }
        Path single = path.resolve(SINGLE);
        if (Files.exists(single)) {
            return ofFiles(path, List.of(single), Map.of());
        }
        Path index = path.resolve(INDEX);
        if (!Files.exists(index)) {
            throw noWeights(path);
        }
        Map<String, String> shardOf = SafetensorsIndex.read(index);
        List<Path> shards =
                new TreeSet<>(shardOf.values()).stream().map(path::resolve).toList();
        List<String> missing = shards.stream()
                .filter(shard -> !Files.isRegularFile(shard))
                .map(Path::toString)
                .toList();
        if (!missing.isEmpty()) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Weights of " + path + ": expected the " + shards.size() + " shards that " + index
                            + " names, found no " + String.join(", ", missing.subList(0, Math.min(8, missing.size())))
                            + (missing.size() > 8 ? " and " + (missing.size() - 8) + " more" : "")
                            + "; fetch what is missing");
        }
        return ofFiles(path, shards, shardOf);
    }

    private static GreaterException noWeights(Path folder) {
        for (String other : List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "tf_model.h5")) {
            if (Files.exists(folder.resolve(other))) {
                return new GreaterException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        "Weights of " + folder + ": expected " + SINGLE + " or " + INDEX + ", found " + other
                                + "; save the model again with safetensors");
            }
        }
        return new GreaterException(
                ErrorCode.FILE_NOT_FOUND,
                "Weights of " + folder + ": expected " + SINGLE + " or " + INDEX + ", found neither; fetch the model"
                        + " again");
    }

    private static SafetensorsWeights ofFiles(Path path, List<Path> paths, Map<String, String> shardOf) {
        List<SafetensorsFile> files = new ArrayList<>();
        boolean opened = false;
        try {
            for (Path file : paths) {
                files.add(SafetensorsFile.open(file));
            }
            SafetensorsWeights weights = new SafetensorsWeights(path, files, places(path, files, shardOf));
            opened = true;
            return weights;
        } finally {
            if (!opened) {
                files.forEach(SafetensorsFile::close);
            }
        }
    }

    private static Map<String, Place> places(Path path, List<SafetensorsFile> files, Map<String, String> shardOf) {
        Map<String, Place> places = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (SafetensorsFile file : files) {
            for (SafetensorsTensor tensor : file.tensors()) {
                Place before = places.put(tensor.name(), new Place(file, tensor));
                if (before != null) {
                    problems.add("tensor " + tensor.name() + ": expected in one shard, found in "
                            + before.file().path() + " and in " + file.path());
                }
            }
        }
        shardOf.forEach((name, shard) -> {
            Place place = places.get(name);
            if (place == null || !place.file().path().equals(path.resolve(shard))) {
                problems.add("tensor " + name + ": expected in " + path.resolve(shard) + " by " + INDEX + ", found "
                        + (place == null ? "in no shard" : "in " + place.file().path()));
            }
        });
        if (!problems.isEmpty()) {
            List<String> named = problems;
            if (problems.size() > NAMED_PROBLEMS) {
                named = new ArrayList<>(problems.subList(0, NAMED_PROBLEMS));
                named.add("and " + (problems.size() - NAMED_PROBLEMS) + " more tensors");
            }
            throw GreaterException.ofAll(ErrorCode.INVALID_MODEL, "Weights of " + path, named);
        }
        return places;
    }

    /** The files that the weights lie in: one, or the shards in the order of their names. */
    public List<Path> files() {
        return files.stream().map(SafetensorsFile::path).toList();
    }

    /** Names of all tensors. */
    public Set<String> names() {
        return Collections.unmodifiableSet(places.keySet());
    }

    /** How a tensor is stored. */
    public SafetensorsType type(String name) {
        return place(name).tensor().type();
    }

    @Override
    public boolean has(String name) {
        return places.containsKey(name);
    }

    @Override
    public int tensors() {
        return places.size();
    }

    @Override
    public long mostElements() {
        return places.values().stream()
                .mapToLong(place -> place.tensor().elements())
                .max()
                .orElse(0);
    }

    /**
     * {@inheritDoc}
     *
     * @throws GreaterException also ({@code UNSUPPORTED_MODEL}) if the tensor is there, in a type that can't be read
     */
    @Override
    public long[] shape(String name) {
        Place place = place(name);
        place.file().requireDecoded(place.tensor());
        return place.tensor().shape().clone();
    }

    @Override
    public void read(String name, long first, float[] target, int count) {
        Place place = place(name);
        place.file().read(place.tensor(), first, target, 0, count);
    }

    @Override
    public String description() {
        return path.toString();
    }

    private Place place(String name) {
        Place place = places.get(name);
        if (place == null) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Weights of " + path + ": expected a tensor " + name + ", found none among its " + places.size());
        }
        return place;
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
