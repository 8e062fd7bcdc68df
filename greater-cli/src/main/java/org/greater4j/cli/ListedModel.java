package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.greater4j.app.Models;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.greater4j.app.catalogue.Origin;
import org.greater4j.app.download.CachedModel;
import org.greater4j.app.download.LocalModel;
import org.greater4j.app.memory.MemoryEstimate;
import org.greater4j.app.memory.ModelShape;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * A model as it is told to people.
 *
 * @param name what {@code --model} takes
 * @param place where it is known from
 * @param entry its entry in the catalogue, if it has one
 * @param path where it lies or would lie
 * @param onDisk whether it lies there
 * @param sizeBytes on disk
 * @param licence as catalogue or card name it
 * @param shape what its file tells; null if it is not here or can't be read
 * @param float32 memory for a search, in float32; null where there is no shape
 * @param bfloat16 memory for a search, in bfloat16; null where there is no shape
 */
record ListedModel(
        String name,
        Place place,
        @Nullable CatalogueEntry entry,
        Path path,
        boolean onDisk,
        long sizeBytes,
        @Nullable String licence,
        @Nullable ModelShape shape,
        @Nullable MemoryEstimate float32,
        @Nullable MemoryEstimate bfloat16) {

    enum Place {
        CATALOGUE("Catalogue"),
        HUB_CACHE("Cache of the Hugging Face hub"),
        HERE("This folder");

        private final String title;

        Place(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** The catalogue and all that lies on this machine, with the memory for so many training examples. */
    static List<ListedModel> all(Models models, int train) {
        List<ListedModel> all = new ArrayList<>();
        models.list().forEach(model -> all.add(of(model, train)));
        models.local().forEach(model -> all.add(of(model, train)));
        return all;
    }

    /** One of them, or a model given by path. */
    static ListedModel named(Models models, String name, int train) {
        for (CachedModel model : models.list()) {
            boolean named = model.entry().name().equalsIgnoreCase(name)
                    || model.entry().aliases().stream().anyMatch(name::equalsIgnoreCase);
            if (named) {
                return of(model, train);
            }
        }
        Path path = models.pathOf(name)
                .orElseThrow(() -> new GreaterException(
                        ErrorCode.FILE_NOT_FOUND,
                        "model " + name + ": expected it on this machine, found no complete copy; fetch it with"
                                + " `greater models pull " + Text.shellWord(name) + "`"));
        return models.local().stream()
                .filter(model -> model.path().equals(path))
                .findFirst()
                .map(model -> of(model, train))
                .orElseGet(() -> of(Models.describe(name, path), train));
    }

    private static ListedModel of(CachedModel model, int train) {
        CatalogueEntry entry = model.entry();
        return of(
                entry.name(),
                Place.CATALOGUE,
                entry,
                model.path(),
                model.cached(),
                entry.sizeBytes(),
                entry.licence(),
                train);
    }

    private static ListedModel of(LocalModel model, int train) {
        Place place = model.fromHub() ? Place.HUB_CACHE : Place.HERE;
        return of(model.name(), place, null, model.path(), true, model.sizeBytes(), model.licence(), train);
    }

    private static ListedModel of(
            String name,
            Place place,
            @Nullable CatalogueEntry entry,
            Path path,
            boolean onDisk,
            long sizeBytes,
            @Nullable String licence,
            int train) {
        Optional<ModelShape> shape = onDisk ? ModelShape.read(path) : Optional.empty();
        return new ListedModel(
                name,
                place,
                entry,
                path,
                onDisk,
                sizeBytes,
                licence,
                shape.orElse(null),
                shape.map(known -> Models.memory(known, train, false)).orElse(null),
                shape.map(known -> Models.memory(known, train, true)).orElse(null));
    }

    /** Whether the engine reads its family; unknown ones count as read, since opening them says more. */
    boolean readable() {
        return shape == null || Models.families().contains(shape.architecture());
    }

    /** Where it can be fetched from, in words. */
    List<String> sources() {
        return entry == null
                ? List.of()
                : entry.origins().stream().map(ListedModel::words).toList();
    }

    private static String words(Origin origin) {
        if (origin instanceof Origin.HubFile hub) {
            return "Hugging Face hub, " + hub.repository();
        }
        if (origin instanceof Origin.PythonPackageFile python) {
            return "Python package " + python.requirement() + ", through pip";
        }
        if (origin instanceof Origin.PythonPackageParts python) {
            return python.parts().size() + " Python packages, "
                    + python.parts().get(0).requirement() + " and so on, through pip";
        }
        if (origin instanceof Origin.WebFile web) {
            return web.address().toString();
        }
        throw new IllegalStateException("no words for " + origin);
    }

    ObjectNode json() {
        ObjectNode object = JsonOutput.object();
        object.put("name", name).put("place", place.name().toLowerCase(Locale.ROOT));
        if (entry != null) {
            entry.aliases().forEach(object.putArray("aliases")::add);
            object.put("description", entry.description()).put("sha256", entry.sha256());
        }
        object.put("licence", licence);
        object.put("sizeBytes", sizeBytes);
        object.put("onDisk", onDisk);
        object.put("path", path.toString());
        if (shape != null) {
            object.put("family", shape.architecture())
                    .put("readable", readable())
                    .put("parameters", shape.parameters())
                    .put("dtype", shape.dtype());
        }
        if (float32 != null && bfloat16 != null) {
            object.putObject("memoryBytes").put("float32", float32.totalBytes()).put("bfloat16", bfloat16.totalBytes());
        }
        ArrayNode sources = object.putArray("sources");
        sources().forEach(sources::add);
        return object;
    }
}
