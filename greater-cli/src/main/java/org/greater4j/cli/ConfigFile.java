package org.greater4j.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** A YAML file of options, each by its name on the command line without the dashes. */
final class ConfigFile {
    private static final YAMLFactory YAML = new YAMLFactory();

    private ConfigFile() {}

    /**
     * The file's options as words of a command line. Lists are joined by commas, and maps to {@code key=value} pairs, as their options take
     * them.
     *
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if it can't be read, ({@code INVALID_OPTION}) if it is no map of options, naming
     *     every key that is not known
     */
    static List<String> read(Path file, CommandSpec command) {
        List<String> words = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        values(file).forEach((key, value) -> {
            OptionSpec option = command.findOption("--" + key);
            if (option == null || List.of("--config", "--help").contains(option.longestName())) {
                problems.add(unknown(key, command));
            } else {
                word(key, value, option, words, problems);
            }
        });
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "--config " + file, problems);
        }
        return words;
    }

    /** Adds an option with its value to the words of a command line, or what is wrong with it to the problems. */
    static void word(String key, String value, OptionSpec option, List<String> words, List<String> problems) {
        if (option.arity().max() == 0) {
            flag(key, value, option, words, problems);
        } else {
            words.add("--" + key + "=" + value);
        }
    }

    private static void flag(String key, String value, OptionSpec option, List<String> words, List<String> problems) {
        switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> words.add("--" + key);
            case "false", "no" -> {
                if (option.negatable()) {
                    words.add("--no-" + key);
                }
            }
            default -> problems.add(key + ": expected true or false, found '" + value + "'");
        }
    }

    // token by token, because a tree would hold the truth value of a label that is called Yes and not its letters
    private static Map<String, String> values(Path file) {
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser yaml = YAML.createParser(Files.readString(file))) {
            yaml.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            @Nullable JsonToken first = yaml.nextToken();
            if (first == null) {
                return values; // nothing but comments
            }
            if (first != JsonToken.START_OBJECT) {
                throw notOptions(file);
            }
            while (yaml.nextToken() != JsonToken.END_OBJECT) {
                String key = yaml.currentName();
                yaml.nextToken();
                values.put(key, value(yaml));
            }
            if (yaml.nextToken() != null) {
                throw notOptions(file);
            }
            return values;
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
                    "--config: expected a text file that can be read, found " + FileProblem.of(e) + " at " + file
                            + "; check the path",
                    e);
        }
    }

    private static String value(JsonParser yaml) throws IOException {
        List<String> parts = new ArrayList<>();
        switch (yaml.currentToken()) {
            case START_ARRAY -> {
                while (yaml.nextToken() != JsonToken.END_ARRAY) {
                    parts.add(value(yaml));
                }
            }
            case START_OBJECT -> {
                while (yaml.nextToken() != JsonToken.END_OBJECT) {
                    String key = yaml.currentName();
                    yaml.nextToken();
                    parts.add(key + "=" + value(yaml));
                }
            }
            case VALUE_NULL -> parts.add("");
            default -> parts.add(yaml.getText());
        }
        return String.join(",", parts);
    }

    private static GreaterException notOptions(Path file) {
        return new GreaterException(
                ErrorCode.INVALID_OPTION,
                "--config: expected lines such as `steps: 4`, found something else in " + file);
    }

    /** What to say of a key that is no option. */
    static String unknown(String key, CommandSpec command) {
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
