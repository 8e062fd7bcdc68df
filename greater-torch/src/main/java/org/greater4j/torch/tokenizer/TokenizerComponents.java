package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * Refuses parts of a {@code tokenizer.json} that could end the process.
 *
 * <p>The native library takes a file at its word, and what it does not expect there is a panic, which no caller of it survives. So what
 * is known to lead there is refused beforehand. Nothing of it occurs in the families that are read; it takes a damaged or hostile file,
 * or one of another kind of model:
 *
 * <ul>
 *   <li>regular expressions whose matching may take exponential time ({@link RegexRisk}), which end in a panic at a limit of steps;
 *   <li>replacements that make a text thousands of times longer;
 *   <li>SentencePiece's compiled normalisation rules, whose tables are followed without a look at their bounds;
 *   <li>pieces of length 0, stripping at the end of a piece, prefixes inside of words, and templates with tokens that are not described.
 * </ul>
 */
final class TokenizerComponents {
    /** The largest factor by which replacements may lengthen a text, all together. */
    private static final double MOST_GROWTH = 1024;

    private final List<String> problems = new ArrayList<>();
    private double growth = 1;

    private TokenizerComponents() {}

    /**
     * Checks components.
     *
     * @param components by the field that they stand in, such as {@code normalizer}; {@code model} without its vocabulary
     * @throws GreaterException ({@code UNSUPPORTED_MODEL}) with all that is refused
     */
    static void check(Map<String, JsonNode> components, String source) {
        TokenizerComponents checks = new TokenizerComponents();
        components.forEach((field, component) -> {
            checks.growth = 1;
            checks.check(component, field);
            if (checks.growth > MOST_GROWTH) {
                checks.problems.add(field + ": expected replacements that lengthen a text by at most "
                        + (long) MOST_GROWTH + " times, found more");
            }
        });
        if (!checks.problems.isEmpty()) {
            throw GreaterException.ofAll(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "Tokenizer " + source,
                    List.copyOf(new TreeSet<>(checks.problems)).subList(0, Math.min(8, checks.problems.size())));
        }
    }

    private void check(JsonNode node, String field) {
        if (node.isObject()) {
            component(node, field);
        }
        for (JsonNode child : node) {
            check(child, field);
        }
    }

    private void component(JsonNode node, String field) {
        if (node.path("Regex").isTextual()) {
            String pattern = node.path("Regex").asText();
            RegexRisk.of(pattern)
                    .ifPresent(risk -> problems.add(field + ": expected a regular expression that can be matched in"
                            + " short time, found " + risk + " in '" + shortened(pattern) + "'"));
        }
        switch (node.path("type").asText()) {
            case "Precompiled" ->
                problems.add(field + ": expected normalisation by name, found a table compiled by SentencePiece");
            case "Replace" -> growth *= Math.max(1, growth(node.path("pattern"), node.path("content")));
            case "FixedLength" -> {
                if (node.path("length").asLong(1) < 1) {
                    problems.add(field + ": expected pieces of length 1 or more, found "
                            + node.path("length").asLong());
                }
            }
            case "Strip" -> {
                if (field.equals("decoder") && node.path("stop").asLong(0) != 0) {
                    problems.add(field + ": expected stripping at the start of pieces, found it at their end");
                }
            }
            case "BPE" -> {
                if (!node.path("continuing_subword_prefix").asText("").isEmpty()
                        && !node.path("continuing_subword_prefix").isNull()) {
                    problems.add(field + ": expected byte pairs without a prefix inside of words, found '"
                            + shortened(node.path("continuing_subword_prefix").asText()) + "'");
                }
            }
            case "TemplateProcessing" -> template(node, field);
            default -> {}
        }
    }

    private static double growth(JsonNode pattern, JsonNode content) {
        String replaced = pattern.path("String").asText("");
        return (double) content.asText("").length() / Math.max(1, replaced.length());
    }

    private void template(JsonNode node, String field) {
        for (String part : List.of("single", "pair")) {
            for (JsonNode piece : node.path(part)) {
                JsonNode token = piece.path("SpecialToken").path("id");
                if (token.isTextual() && !node.path("special_tokens").has(token.asText())) {
                    problems.add(field + ": expected the token '" + shortened(token.asText())
                            + "' among special_tokens, found none");
                }
            }
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
