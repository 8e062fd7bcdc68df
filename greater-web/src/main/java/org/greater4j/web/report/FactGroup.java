package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.run.Manifest;

/**
 * Facts of the manifest that belong together.
 *
 * @param name the field of the manifest that has them, or {@code run} for those that stand alone
 * @param facts by name, in the order of the file
 */
public record FactGroup(String name, List<Fact> facts) {
    /** A fact as text; empty if it is null in the file. */
    public record Fact(String name, String value) {}

    static List<FactGroup> of(Manifest manifest) {
        Map<String, List<Fact>> groups = new LinkedHashMap<>();
        groups.put("run", new ArrayList<>());
        manifest.facts().forEach((path, value) -> {
            int dot = path.indexOf('.');
            String group = dot < 0 ? "run" : path.substring(0, dot);
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(new Fact(path.substring(dot + 1), value));
        });
        return groups.entrySet().stream()
                .map(group -> new FactGroup(group.getKey(), List.copyOf(group.getValue())))
                .toList();
    }
}
