package org.greater4j.app.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.greater4j.app.Conditions;

/** Under which program, threads and libraries the cells of a study were run: numbers of several may differ by them alone. */
final class StudyConditions {
    // by name of a condition and what it was: the cells
    private final Map<String, Map<String, List<String>>> cells = new TreeMap<>();

    /** @param cell its folder below the study's, or another name of who works under the conditions */
    void add(Object cell, Conditions conditions) {
        conditions
                .ofTheMachine()
                .forEach((name, value) -> cells.computeIfAbsent(name, any -> new LinkedHashMap<>())
                        .computeIfAbsent(value, any -> new ArrayList<>())
                        .add(cell.toString()));
    }

    /** Notes that a cell, which was added, did not begin under these conditions but was let go on under them. */
    void changed(Path cell, List<Conditions.Change> changes) {
        for (Conditions.Change change : changes) {
            Map<String, List<String>> values = cells.computeIfAbsent(change.what(), any -> new LinkedHashMap<>());
            values.computeIfAbsent(change.then(), any -> new ArrayList<>()).add("the beginning of " + cell);
            values.computeIfAbsent(change.now(), any -> new ArrayList<>(List.of(cell.toString())));
        }
    }

    /** What is not the same everywhere, one condition a line; empty if all is. */
    List<String> differences() {
        List<String> lines = new ArrayList<>();
        cells.forEach((name, values) -> {
            if (values.size() > 1) {
                List<String> parts = new ArrayList<>();
                values.forEach((value, where) -> parts.add(value + " in " + where.get(0)
                        + (where.size() == 1 ? "" : " and " + (where.size() - 1) + " more")));
                lines.add(name + ": " + String.join(", ", parts));
            }
        });
        return lines;
    }
}
