package org.greater4j.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.greater4j.app.Models;
import org.greater4j.app.memory.AvailableMemory;
import org.greater4j.app.memory.MemoryEstimate;
import org.greater4j.app.memory.ModelShape;

/** Models as people read of them. */
final class ModelsReport {
    private static final int INDENT = 2;

    private final PrintStream out;
    private final Style style;
    private final int width;
    private final int train;
    private final AvailableMemory available = AvailableMemory.now();

    ModelsReport(Terminal terminal, int train) {
        this.out = terminal.out();
        this.style = terminal.outStyle();
        this.width = terminal.width();
        this.train = train;
    }

    /** A list, two lines for each. */
    void print(List<ListedModel> models) {
        for (ListedModel.Place place : ListedModel.Place.values()) {
            List<ListedModel> there =
                    models.stream().filter(model -> model.place() == place).toList();
            if (there.isEmpty()) {
                continue;
            }
            out.println(style.bold(place.title()));
            there.forEach(this::printShort);
            out.println();
        }
        out.println(style.bold("Memory"));
        paragraph("Needed for a search on " + train + " training examples, in float32 and in bfloat16 (--dtype);"
                + " there are " + Text.bytes(available.bytes()) + " " + available.limitedBy() + ".");
        out.println();
        out.println(style.bold("Families"));
        paragraph(String.join(", ", Models.families()));
        out.println();
        out.println(style.bold("Others"));
        paragraph("Any .gguf file or folder of these families by its path, or organisation/name[@revision] and"
                + " organisation/name/file.gguf on the Hugging Face hub.");
    }

    private void printShort(ListedModel model) {
        String state = model.onDisk() ? style.good("on disk") : "not here yet";
        out.println(" ".repeat(INDENT) + model.name() + "  " + state);
        StringBuilder line = new StringBuilder(Text.bytes(model.sizeBytes()));
        line.append(", ").append(model.licence() == null ? "licence not said" : model.licence());
        if (model.shape() != null) {
            line.append(", ").append(weights(model.shape()));
        }
        if (!model.readable() && model.shape() != null) {
            line.append("; family ").append(model.shape().architecture()).append(" is not read by this version");
        } else if (model.float32() != null && model.bfloat16() != null) {
            line.append("; memory ")
                    .append(memory(model.float32()))
                    .append(" in float32, ")
                    .append(memory(model.bfloat16()))
                    .append(" in bfloat16");
        }
        Text.wrap(line.toString(), width - 2 * INDENT).forEach(part -> out.println(" ".repeat(2 * INDENT) + part));
    }

    /** All of one. */
    void print(ListedModel model) {
        out.println(style.bold(model.name()));
        if (model.entry() != null) {
            paragraph(model.entry().description());
            if (!model.entry().aliases().isEmpty()) {
                field("also", String.join(", ", model.entry().aliases()));
            }
        }
        if (model.shape() != null) {
            field(
                    "family",
                    model.shape().architecture() + (model.readable() ? "" : " (not read by this version)") + ", "
                            + Text.count(model.shape().parameters()) + " weights, "
                            + weights(model.shape()));
        }
        field("size", Text.bytes(model.sizeBytes()));
        field("licence", model.licence() == null ? "not said" : model.licence());
        field("on disk", model.onDisk() ? style.good("yes") : "no");
        field("path", model.path().toString());
        if (model.float32() != null && model.bfloat16() != null) {
            field("memory", fit(model.float32()) + " in float32");
            field("", fit(model.bfloat16()) + " in bfloat16");
            field(
                    "",
                    "for a search on " + train + " training examples; " + Text.bytes(available.bytes()) + " "
                            + available.limitedBy());
        }
        String label = "sources";
        for (String source : model.sources()) {
            field(label, source);
            label = "";
        }
        if (model.entry() != null) {
            field("sha256", model.entry().sha256());
        }
    }

    // a quantised file is named for its recipe (Q4_K_M), which mixes types; told is the one of most weights
    private static String weights(ModelShape shape) {
        return (shape.dtype().matches("I?Q\\d.*") ? "mostly " : "") + shape.dtype();
    }

    private String memory(MemoryEstimate estimate) {
        String text = Text.bytes(estimate.totalBytes());
        return estimate.totalBytes() > available.bytes() ? style.bad(text + " (too much)") : text;
    }

    private String fit(MemoryEstimate estimate) {
        boolean fits = estimate.totalBytes() <= available.bytes();
        return Text.bytes(estimate.totalBytes()) + (fits ? ", fits," : style.bad(", does not fit,"));
    }

    private void paragraph(String text) {
        Text.wrap(text, width - INDENT).forEach(line -> out.println(" ".repeat(INDENT) + line));
    }

    private void field(String label, String value) {
        out.println(String.format(Locale.ROOT, "  %-7s  %s", label, value));
    }
}
