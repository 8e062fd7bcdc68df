package org.greater4j.app.verify;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file of expected values, with every problem that was met while it was read.
 *
 * <p>Reading goes on after a problem, with neutral values, so that {@link #check} can tell all of them at once; nothing read may be used
 * before.
 */
final class ExpectedFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int NAMED_PROBLEMS = 12;

    private final Path path;
    private final Layout layout;
    private final JsonNode root;
    private final List<String> problems = new ArrayList<>();
    private int largestId = -1;
    private String largestIdKey = "";

    private ExpectedFile(Path path, Layout layout, JsonNode root) {
        this.path = path;
        this.layout = layout;
        this.root = root;
    }

    /**
     * Reads a file and recognises its layout.
     *
     * @throws GreaterException ({@code INVALID_EXPECTATION}) if it is no JSON, or of no known layout
     */
    static ExpectedFile read(Path path) {
        return read(path, () -> MAPPER.readTree(path.toFile()));
    }

    /** Reads the values that come with the program. */
    static ExpectedFile ofResource(String name) {
        return read(Path.of(name), () -> {
            try (InputStream in = ExpectedFile.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new FileNotFoundException(name);
                }
                return MAPPER.readTree(in);
            }
        });
    }

    private interface Reader {
        JsonNode read() throws IOException;
    }

    private static ExpectedFile read(Path path, Reader reader) {
        JsonNode root;
        try {
            root = reader.read();
        } catch (JsonProcessingException e) {
            // the parser's own words quote the content, which may be binary
            JsonLocation at = e.getLocation();
            throw invalid(
                    path,
                    "expected JSON, found something else"
                            + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()),
                    e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "expected values: expected a file that can be read, found " + path
                            + " that can't; check its permissions",
                    e);
        }
        Layout layout = Layout.of(root);
        if (layout == null) {
            throw invalid(path, "expected one of the known layouts, found " + describe(root), null);
        }
        return new ExpectedFile(path, layout, root);
    }

    Path path() {
        return path;
    }

    Layout layout() {
        return layout;
    }

    /** The whole content. */
    ExpectedValue root() {
        return new ExpectedValue(this, "", root);
    }

    /** Notes a problem unless a condition holds. */
    void require(boolean condition, String key, String expected, String found) {
        if (!condition) {
            problems.add(key + ": expected " + expected + ", found " + found);
        }
    }

    /** Notes a token id, to be held against the size of a vocabulary later. */
    void noteId(int id, String key) {
        require(id >= 0, key, "a token id", Integer.toString(id));
        if (id > largestId) {
            largestId = id;
            largestIdKey = key;
        }
    }

    /** Notes a problem if any token id lies beyond a vocabulary. */
    void requireIdsBelow(int vocabulary) {
        require(largestId < vocabulary, largestIdKey, "a token id below " + vocabulary, Integer.toString(largestId));
    }

    /** Throws if there was any problem, naming all. */
    void check() {
        if (problems.isEmpty()) {
            return;
        }
        List<String> named = new ArrayList<>(problems.subList(0, Math.min(NAMED_PROBLEMS, problems.size())));
        if (problems.size() > named.size()) {
            named.add("and " + (problems.size() - named.size()) + " more");
        }
        throw GreaterException.ofAll(
                ErrorCode.INVALID_EXPECTATION,
                "expected values in " + path + ", read as a " + layout.label() + " (known are: " + Layout.known() + ")",
                named);
    }

    private static GreaterException invalid(Path path, String problem, @Nullable Throwable cause) {
        return new GreaterException(
                ErrorCode.INVALID_EXPECTATION,
                "expected values: " + problem + " in " + path + "; give a " + Layout.known(),
                cause);
    }

    private static String describe(JsonNode root) {
        if (!root.isObject()) {
            return root.isMissingNode() ? "an empty file" : "no JSON object";
        }
        List<String> names = new ArrayList<>();
        root.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            return "an empty object";
        }
        String shown = String.join(", ", names.subList(0, Math.min(8, names.size())));
        return "the keys " + (shown.length() > 200 ? shown.substring(0, 200) + "…" : shown);
    }
}
