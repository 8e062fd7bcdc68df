package org.greater4j.app.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a verification found.
 *
 * @param path what was verified
 * @param layout what it was read as, such as {@code step file}
 * @param checks one for every kind of value; at least one
 */
public record VerificationReport(Path path, String layout, List<Check> checks) {
    public VerificationReport {
        checks = List.copyOf(checks);
    }

    /** Whether everything was within tolerance. */
    public boolean ok() {
        return checks.stream().allMatch(Check::ok);
    }

    /** The report for people: a headline, and a line for every check. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        long failed = checks.stream().filter(check -> !check.ok()).count();
        lines.add(path + " (" + layout + "): "
                + (failed == 0 ? "within tolerance" : failed + " of " + checks.size() + " checks failed"));
        checks.forEach(check -> lines.add("  " + check.line()));
        return List.copyOf(lines);
    }
}
