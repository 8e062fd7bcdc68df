package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.greater4j.app.Finding;

/** How findings are told: a line each, with what to do below it, and the exit code of the first that failed. */
final class FindingsText {
    private static final int NAME = 18;
    private static final int INDENT = 28;

    private final Terminal terminal;

    FindingsText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Finding finding) {
        Style style = terminal.outStyle();
        String word = String.format(Locale.ROOT, "%-9s", word(finding));
        String coloured = switch (finding.state()) {
            case OK -> style.good(word);
            case SKIPPED -> style.faint(word);
            case WARNING, FAILED -> style.bad(word);
        };
        String name = String.format(Locale.ROOT, "%-" + NAME + "s", finding.name());
        List<String> lines = Text.wrap(finding.found(), terminal.width() - INDENT);
        for (int at = 0; at < lines.size(); at++) {
            terminal.out()
                    .println(at == 0 ? coloured + " " + name + lines.get(at) : " ".repeat(INDENT) + lines.get(at));
        }
        if (!finding.advice().isEmpty()) {
            for (String line : Text.wrap("to do: " + finding.advice(), terminal.width() - INDENT)) {
                terminal.out().println(" ".repeat(INDENT) + line);
            }
        }
        terminal.out().flush();
    }

    private static String word(Finding finding) {
        return switch (finding.state()) {
            case OK -> "ok";
            case SKIPPED -> "skipped";
            case WARNING -> "warning";
            case FAILED -> "FAILED";
        };
    }

    static ObjectNode json(List<Finding> findings) {
        ObjectNode object = JsonOutput.object();
        object.put("ok", exitCode(findings) == 0);
        ArrayNode array = object.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode one = array.addObject();
            one.put("name", finding.name());
            one.put("state", finding.state().name().toLowerCase(Locale.ROOT));
            one.put("found", finding.found());
            one.put("advice", finding.advice());
            if (finding.code() != null) {
                one.put("code", finding.code().name());
            }
        }
        return object;
    }

    /** 0 if nothing failed. */
    static int exitCode(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.state() == Finding.State.FAILED)
                .findFirst()
                .map(finding -> Objects.requireNonNull(finding.code()).blame().exitCode())
                .orElse(0);
    }
}
