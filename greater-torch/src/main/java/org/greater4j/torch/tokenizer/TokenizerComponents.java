package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 *   <li>regular expressions whose matching may take far longer than the text is long ({@link RegexRisk}), which end in a panic at a limit of
 *       steps;
 *   <li>replacements of a match of nothing, and those that make a text many times longer;
 *   <li>SentencePiece's compiled normalisation rules, whose tables are followed without a look at their bounds;
 *   <li>pieces of length 0, stripping at the end of a piece, prefixes inside of words, and templates with tokens that are not described.
 * </ul>
 */
final class TokenizerComponents {
    /** The largest factor by which replacements may lengthen a text, all together. */
    private static final double MOST_GROWTH = 16;

    private static final int NAMED_PROBLEMS = 8;
    /** Fields that hold parts; the library takes a list for any part, too, which nobody writes. */
    private static final Set<String> LISTS_OF_PARTS =
            Set.of("normalizers", "pretokenizers", "decoders", "processors", "single", "pair");
    /** Fields that hold texts, numbers, or a text and its id. */
    private static final Set<String> LISTS_OF_VALUES = Set.of("ids", "tokens", "sep", "cls");

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
                    checks.problems.stream().distinct().limit(NAMED_PROBLEMS).toList());
        }
    }

    private void check(JsonNode node, String field) {
        if (node.isArray()) {
            problems.add(field + ": expected an object for every part, found a list");
        } else if (node.isObject()) {
            component(node, field);
            node.properties().forEach(entry -> {
                if (entry.getValue().isArray() && LISTS_OF_PARTS.contains(entry.getKey())) {
                    entry.getValue().forEach(part -> check(part, field));
                } else if (!LISTS_OF_VALUES.contains(entry.getKey())) {
                    check(entry.getValue(), field);
                }
            });
        }
    }

    /** A part is known by the fields it has, for the library does not insist on its {@code type}. */
    private void component(JsonNode node, String field) {
        boolean replaces = node.has("pattern") && node.has("content");
        JsonNode regex = node.path("pattern").path("Regex");
        if (regex.isTextual()) {
            String pattern = regex.asText();
            RegexRisk.of(pattern, !(replaces && field.equals("normalizer")))
                    .ifPresent(risk -> problems.add(field + ": expected a regular expression that can be matched in"
                            + " short time, found " + risk + " in '" + shortened(pattern) + "'"));
        }
        if (replaces) {
            growth *= Math.max(1, growth(node.path("pattern"), node.path("content")));
        }
        if (node.has("precompiled_charsmap")) {
            problems.add(field + ": expected normalisation by name, found a table compiled by SentencePiece");
        }
        if (field.equals("pre_tokenizer") && node.path("length").asLong(1) < 1) {
            problems.add(field + ": expected pieces of length 1 or more, found "
                    + node.path("length").asLong());
        }
        if (field.equals("decoder") && node.path("stop").asLong(0) != 0) {
            problems.add(field + ": expected stripping at the start of pieces, found it at their end");
        }
        JsonNode prefix = node.path("continuing_subword_prefix");
        if (field.equals("model")
                && prefix.isTextual()
                && !prefix.asText().isEmpty()
                && !node.path("type").asText().equals("WordPiece")) {
            problems.add(field + ": expected byte pairs without a prefix inside of words, found '"
                    + shortened(prefix.asText()) + "'");
        }
        for (String part : List.of("single", "pair")) {
            for (JsonNode piece : node.path(part)) {
                piece(node, piece, part.equals("single"), field);
            }
        }
    }

    private void piece(JsonNode template, JsonNode piece, boolean single, String field) {
        String token = piece.path("SpecialToken").path("id").asText("");
        String sequence = piece.path("Sequence").path("id").asText("");
        if (!token.isEmpty() && !template.path("special_tokens").has(token)) {
            problems.add(field + ": expected the token '" + shortened(token) + "' among special_tokens, found none");
        } else if (token.isEmpty() && !sequence.equals("A") && (single || !sequence.equals("B"))) {
            problems.add(field + ": expected tokens and the text A in a template for one text, found '"
                    + shortened(piece.toString()) + "'");
        }
    }

    private static double growth(JsonNode pattern, JsonNode content) {
        String replaced = pattern.path("String").asText("");
        return (double) content.asText("").length() / Math.max(1, replaced.length());
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
