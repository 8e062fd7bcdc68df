package org.greater4j.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** A YAML file of options, each by its name on the command line without the dashes. */
final class ConfigFile {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

    private ConfigFile() {}

    /**
     * The file's options as words of a command line.
     *
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if it can't be read, ({@code INVALID_OPTION}) if it is no map of options, naming
     *     every key that is not known
     */
    static List<String> read(Path file, CommandSpec command) {
        JsonNode root = tree(file);
        if (!root.isObject()) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "--config: expected lines such as `steps: 4`, found "
                            + root.getNodeType().toString().toLowerCase(java.util.Locale.ROOT) + " in " + file);
        }
        List<String> words = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            OptionSpec option = command.findOption("--" + entry.getKey());
            if (option == null || List.of("--config", "--help").contains(option.longestName())) {
                problems.add(unknown(entry.getKey(), command));
                continue;
            }
            @Nullable String problem = add(words, entry.getKey(), option, entry.getValue());
            if (problem != null) {
                problems.add(problem);
            }
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "--config " + file, problems);
        }
        return words;
    }

    private static JsonNode tree(Path file) {
        try {
            // read by the JDK, so that the error for a missing file is its own
            String text = java.nio.file.Files.readString(file);
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "--config: expected YAML, found '"
                            + e.getOriginalMessage().lines().findFirst().orElse("") + "' in " + file
                            + (e.getLocation() == null
                                    ? ""
                                    : " at line " + e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "--config: expected a text file that can be read, found "
                            + e.getClass().getSimpleName() + " at " + file + "; check the path",
                    e);
        }
    }

    private static @Nullable String add(List<String> words, String key, OptionSpec option, JsonNode value) {
        boolean flag = option.arity().max() == 0;
        if (flag) {
            if (!value.isBoolean()) {
                return key + ": expected true or false, found '" + value.asText() + "'";
            }
            if (value.booleanValue()) {
                words.add("--" + key);
            } else if (option.negatable()) {
                words.add("--no-" + key);
            }
            return null;
        }
        if (value.isNull() || (value.isObject() && !key.equals("budget"))) {
            return key + ": expected a value, found " + (value.isNull() ? "none" : "a map");
        }
        words.add("--" + key + "=" + text(value));
        return null;
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
        }
        if (value.isObject()) {
            return value.properties().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
                    .collect(Collectors.joining(","));
        }
        return value.asText();
    }

    private static String unknown(String key, CommandSpec command) {
        List<String> near = new UnmatchedArgumentException(command.commandLine(), List.of("--" + key))
                .getSuggestions().stream()
                        .filter(name -> name.startsWith("--") && !name.startsWith("--no-"))
                        .map(name -> name.substring(2))
                        .limit(3)
                        .toList();
        return "unknown key '" + key + "'"
                + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
    }
}
