package org.greater4j.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A small random model of a family, whose tokens are bytes: the golden weights with a tokenizer and a short template. */
final class ByteModel {
    private static final int BYTES = 256;

    private static final String TEMPLATE = "{% for message in messages %}<{{ message.role }}>{{ message.content }}\n"
            + "{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}";

    private ByteModel() {}

    /** Writes the golden model of a family into a folder of that name. */
    static Path write(Path folder, String family) throws IOException {
        Path target = Files.createDirectories(folder.resolve(family));
        try (Stream<Path> files = Files.list(golden("families/" + family))) {
            for (Path file :
                    files.filter(file -> !file.endsWith("expected.json")).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tokenizer = mapper.createObjectNode().put("version", "1.0");
        ObjectNode vocabulary = tokenizer.putObject("model").put("type", "BPE").putObject("vocab");
        int others = 0;
        for (int value = 0; value < BYTES; value++) {
            boolean printable = (value > 32 && value < 127) || (value > 160 && value != 173);
            vocabulary.put(String.valueOf((char) (printable ? value : BYTES + others++)), value);
        }
        ((ObjectNode) tokenizer.get("model")).putArray("merges");
        tokenizer
                .putArray("added_tokens")
                .addObject()
                .put("id", BYTES)
                .put("content", "<end>")
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        for (String part : List.of("pre_tokenizer", "decoder")) {
            tokenizer
                    .putObject(part)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", true)
                    .put("use_regex", true);
        }
        mapper.writeValue(target.resolve("tokenizer.json").toFile(), tokenizer);
        mapper.writeValue(
                target.resolve("tokenizer_config.json").toFile(),
                mapper.createObjectNode().put("eos_token", "<end>").put("chat_template", TEMPLATE));
        return target;
    }

    private static Path golden(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared/golden").resolve(name);
            if (Files.exists(found)) {
                return found;
            }
        }
        assumeTrue(false, "not tested: no shared/golden/" + name + " beside the checkout");
        throw new AssertionError();
    }
}
