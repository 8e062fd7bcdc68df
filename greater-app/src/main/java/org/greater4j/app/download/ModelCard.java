package org.greater4j.app.download;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page that describes a model: Markdown behind a head in YAML. */
final class ModelCard {
    private static final long LARGEST_BYTES = 1 << 20;
    private static final Pattern HEAD = Pattern.compile("\\A\\s*---\\R(.*?)\\R---\\s*?(\\R|\\z)", Pattern.DOTALL);
    private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._+-]{0,60}");

    private ModelCard() {}

    /** The licence that a card names: {@code license_name} of an unusual one, else {@code license}; null if there is none. */
    static @Nullable String licence(Path card) {
        try {
            if (!Files.isRegularFile(card) || Files.size(card) > LARGEST_BYTES) {
                return null;
            }
            Matcher head = HEAD.matcher(Files.readString(card));
            if (!head.find()) {
                return null;
            }
            JsonNode facts = new YAMLMapper().readTree(head.group(1));
            JsonNode licence = facts.path("license");
            String kind = licence.isArray() ? licence.path(0).asText() : licence.asText();
            String name = facts.path("license_name").asText();
            String named = kind.equals("other") && !name.isEmpty() ? name : kind;
            // it is printed: a card is written by anybody
            return WORDS.matcher(named).matches() ? named : null;
        } catch (IOException noCard) {
            return null;
        }
    }
}
