package org.greater4j.feedback.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.text.Message;

/** All templates by name, those of the program or of the user. */
public final class Templates {
    /** Names of all templates. */
    public static final List<String> NAMES = List.of(
            "row-pair",
            "row-answered",
            "induce",
            "paraphrase",
            "protegi-reasons",
            "protegi-rewrite",
            "opro",
            "opro-score",
            "pe2-analyse",
            "pe2-rewrite",
            "textgrad-reply",
            "textgrad-prompt",
            "textgrad-improve",
            "evoprompt-ga",
            "evoprompt-de",
            "gepa-reflect",
            "repair-plain",
            "repair-tagged",
            "repair-fenced");

    /** Those whose first message's text is put into other requests; all others are chats that a model goes on with. */
    private static final Set<String> PARTS =
            Set.of("row-pair", "row-answered", "opro-score", "repair-plain", "repair-tagged", "repair-fenced");

    private static final String EXTENSION = ".txt";

    private final Map<String, Template> templates;

    private Templates(Map<String, Template> templates) {
        this.templates = Map.copyOf(templates);
    }

    /** Those of the program. */
    public static Templates standard() {
        Map<String, Template> templates = new HashMap<>();
        NAMES.forEach(name -> templates.put(name, Template.parse(name, resource(name))));
        return new Templates(templates);
    }

    /**
     * Those of the program, less those that a directory has a file of the same name for.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) naming every file that is no template, has a slot that there is nothing for, or is
     *     a chat that does not end with the user's turn, ({@code FILE_NOT_FOUND}) if there is no such directory
     */
    public static Templates with(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "--templates: expected a directory, found none at " + directory + "; give the path of one");
        }
        Templates standard = standard();
        Map<String, Template> templates = new HashMap<>(standard.templates);
        List<String> problems = new ArrayList<>();
        for (Path file : files(directory)) {
            String fileName = file.getFileName().toString();
            String name = fileName.substring(0, fileName.length() - EXTENSION.length());
            Template replaced = standard.templates.get(name);
            if (replaced == null) {
                problems.add(fileName + ": expected one of " + String.join(", ", NAMES) + ", found another name");
                continue;
            }
            try {
                Template own = Template.parse(name, Files.readString(file));
                Set<String> unknown = own.slots();
                unknown.removeAll(replaced.slots());
                if (!unknown.isEmpty()) {
                    problems.add(fileName + ": expected no slots but " + replaced.slots() + ", found " + unknown);
                }
                String last = own.messages().get(own.messages().size() - 1).role();
                if (!PARTS.contains(name) && !last.equals("user")) {
                    problems.add(fileName + ": expected [user] as the last turn, which the model answers, found ["
                            + last + "]; end the file with a turn of the user's");
                }
                templates.put(name, own);
            } catch (IllegalArgumentException e) {
                problems.add(fileName + ": " + e.getMessage());
            } catch (CharacterCodingException e) {
                problems.add(fileName + ": expected text in UTF-8, found other bytes");
            } catch (IOException e) {
                problems.add(fileName + ": expected a file that can be read, found " + e);
            }
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "--templates " + directory, problems);
        }
        return new Templates(templates);
    }

    /** The template of a name. */
    public Template get(String name) {
        return Objects.requireNonNull(templates.get(name), name);
    }

    /** The sha256 of all wordings, in lower-case hexadecimal: two sets with the same ask the same. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : NAMES) {
                for (Message message : get(name).messages()) {
                    for (String part : List.of(name, message.role(), message.content())) {
                        digest.update(part.getBytes(StandardCharsets.UTF_8));
                        // a sign that ends each part, and that no text holds
                        digest.update((byte) 0);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The chat of a name with its slots filled. */
    public List<Message> fill(String name, Map<String, String> values) {
        return get(name).fill(values);
    }

    /** The text of a name with its slots filled. */
    public String text(String name, Map<String, String> values) {
        return get(name).text(values);
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(file -> file.getFileName().toString().endsWith(EXTENSION))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "--templates: expected a directory that can be read at " + directory, e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Templates.class.getResourceAsStream(name + EXTENSION)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
