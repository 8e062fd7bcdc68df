package org.greater4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;

/**
 * Reads YAML token by token into {@link YamlNode}s: no type is made of anything, whatever a tag says, and nothing is expanded.
 */
final class YamlReader {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final YAMLParser yaml;
    private final Collection<String> problems;

    private YamlReader(YAMLParser yaml, Collection<String> problems) {
        this.yaml = yaml;
        this.problems = problems;
    }

    /**
     * The map that a file holds.
     *
     * @param problems keys that stand there twice, tags and aliases are added to it
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if it can't be read, ({@code INVALID_OPTION}) if it is no YAML or no map
     */
    static YamlNode.Fields read(Path file, Collection<String> problems) {
        try (YAMLParser yaml = YAML.createParser(Files.readString(file))) {
            if (yaml.nextToken() == JsonToken.START_OBJECT
                    && new YamlReader(yaml, problems).value() instanceof YamlNode.Fields fields
                    && yaml.nextToken() == null) {
                return fields;
            }
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    file + ": expected one map of keys such as `tasks: [gsm8k]`, found something else");
        } catch (JsonProcessingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    file + ": expected YAML, found '"
                            + e.getOriginalMessage().lines().findFirst().orElse("") + "'"
                            + (e.getLocation() == null
                                    ? ""
                                    : " at line " + e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    file + ": expected a text file in UTF-8 that can be read, found " + FileProblem.of(e)
                            + "; check the path",
                    e);
        }
    }

    private YamlNode value() throws IOException {
        int line = line();
        if (yaml.getTypeId() != null) {
            problems.add(
                    "line " + line + ": expected values without a tag, found !" + yaml.getTypeId() + "; leave it out");
        }
        switch (yaml.currentToken()) {
            case START_ARRAY -> {
                List<YamlNode> items = new ArrayList<>();
                while (yaml.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value());
                }
                return new YamlNode.Items(items, line);
            }
            case START_OBJECT -> {
                Map<String, YamlNode> fields = new LinkedHashMap<>();
                while (yaml.nextToken() != JsonToken.END_OBJECT) {
                    String key = yaml.currentName();
                    int keyLine = line();
                    yaml.nextToken();
                    if (fields.put(key, value()) != null) {
                        problems.add("line " + keyLine + ": expected each key once, found '" + key + "' again");
                    }
                }
                return new YamlNode.Fields(fields, line);
            }
            case VALUE_NULL -> {
                return new YamlNode.Text("", line);
            }
            default -> {
                if (yaml.isCurrentAlias()) {
                    problems.add("line " + line + ": expected a value, found the alias *" + yaml.getText()
                            + "; write the value out");
                }
                return new YamlNode.Text(yaml.getText(), line);
            }
        }
    }

    private int line() {
        return yaml.currentTokenLocation().getLineNr();
    }
}
