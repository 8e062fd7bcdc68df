package org.greater4j.feedback.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * A table of what models cost, with the day that it is of. A model that is not in it has no price; it is not free.
 *
 * <pre>{@code
 * {"date": "2025-11-01", "currency": "USD",
 *  "perMillionTokens": {"openai:some-model": {"input": 0.5, "output": 1.5},
 *                       "openai:mine@http://localhost:8000/v1": {"input": 0, "output": 0}}}
 * }</pre>
 */
public final class Prices {
    private static final ObjectMapper JSON = new ObjectMapper();
    // gpt-x-2025-04-14, claude-x-20250514, x-latest: a dated model costs what its family does
    private static final Pattern DATED = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8}|latest)$");

    private final String source;
    private final String date;
    private final String currency;
    private final Map<String, Price> perMillionTokens;

    private Prices(String source, String date, String currency, Map<String, Price> perMillionTokens) {
        this.source = source;
        this.date = date;
        this.currency = currency;
        this.perMillionTokens = Map.copyOf(perMillionTokens);
    }

    /** The table that comes with this version; its date says how old it is. */
    public static Prices standard() {
        try (InputStream table = Prices.class.getResourceAsStream("prices.json")) {
            if (table == null) {
                throw new IllegalStateException("prices.json is missing beside " + Prices.class);
            }
            return parse("the prices of this version", new String(table.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A table of the user's own, which stands for the whole of the standard one.
     *
     * @throws GreaterException ({@code FILE_NOT_FOUND}, {@code INVALID_OPTION}) naming all that is wrong with it
     */
    public static Prices read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "prices: expected a file that can be read, found none at " + file, e);
        }
        return parse(file.toString(), text);
    }

    private static Prices parse(String source, String text) {
        JsonNode table;
        try {
            table = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "prices: expected JSON, found none that can be read in " + source + ", line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()),
                    e);
        }
        List<String> problems = new ArrayList<>();
        for (String key : List.of("date", "currency")) {
            if (!table.path(key).isTextual()) {
                problems.add(key + ": expected a text, found " + found(table.path(key)));
            }
        }
        if (!table.path("perMillionTokens").isObject()) {
            problems.add(
                    "perMillionTokens: expected models with prices, found " + found(table.path("perMillionTokens")));
        }
        Map<String, Price> prices = new HashMap<>();
        table.path("perMillionTokens").properties().forEach(entry -> {
            for (String key : List.of("input", "output")) {
                JsonNode price = entry.getValue().path(key);
                if (!price.isNumber() || !(price.doubleValue() >= 0)) {
                    problems.add(
                            entry.getKey() + "." + key + ": expected a number of at least 0, found " + found(price));
                }
            }
            if (!RemoteName.isRemote(entry.getKey())) {
                problems.add(entry.getKey() + ": expected a name such as openai:NAME or openai:NAME@BASE_URL");
                return;
            }
            prices.put(
                    RemoteName.parse(entry.getKey()).toString(),
                    new Price(
                            entry.getValue().path("input").asDouble(),
                            entry.getValue().path("output").asDouble()));
        });
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "prices in " + source, problems);
        }
        return new Prices(
                source, table.path("date").asText(), table.path("currency").asText(), prices);
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "none" : node.toString();
    }

    /** What a model costs; null if the table does not say. */
    @Nullable
    Price of(RemoteName name) {
        @Nullable Price exact = perMillionTokens.get(name.toString());
        if (exact != null || !name.isProvidersOwn()) {
            return exact;
        }
        return perMillionTokens.get(DATED.matcher(name.toString()).replaceFirst(""));
    }

    /** The day that the table is of, as it says. */
    public String date() {
        return date;
    }

    /** What the money is counted in, such as {@code USD}. */
    public String currency() {
        return currency;
    }

    /** Where the table was read. */
    public String source() {
        return source;
    }
}
