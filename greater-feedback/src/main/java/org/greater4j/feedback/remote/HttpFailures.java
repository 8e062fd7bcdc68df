package org.greater4j.feedback.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP status other than success means.
 *
 * <p>Bodies of errors quote keys and prompts, so nothing of them is shown but the short codes that services give their errors.
 */
final class HttpFailures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CODES = List.of("code", "type", "status", "param");

    private final Endpoint endpoint;

    HttpFailures(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * The failure of a response.
     *
     * @param retryAfter the header of that name, if there is one
     * @param now what a date in it is held against
     */
    RemoteCallException of(int status, Optional<String> retryAfter, String body, Instant now) {
        List<String> codes = codes(body);
        String found = "HTTP " + status + (codes.isEmpty() ? "" : " (" + String.join(", ", codes) + ")");
        boolean tooMany = status == 429 && !codes.contains("insufficient_quota");
        if (tooMany || status == 408 || status >= 500) {
            @Nullable
            Duration wait = retryAfter.map(text -> RetryAfter.parse(text, now)).orElse(null);
            return tooMany
                    ? endpoint.failure(Failure.RATE_LIMITED, found, "ask fewer at a time, or later", wait)
                    : endpoint.failure(Failure.SERVER, found, "the server has a problem; try again later", wait);
        }
        return switch (status) {
            case 401 -> endpoint.failure(Failure.REFUSED_KEY, found, keyAdvice());
            case 403 ->
                endpoint.failure(
                        Failure.REFUSED_KEY,
                        found,
                        "the key may not use this model, or not from here; check what it is allowed to");
            case 402, 429 ->
                endpoint.failure(Failure.NO_QUOTA, found, "the account has nothing left; see to its billing");
            case 404, 405 ->
                endpoint.failure(
                        Failure.NOT_FOUND,
                        found,
                        "check the model's name and the address "
                                + endpoint.name().address());
            default -> {
                if (status < 400) {
                    yield endpoint.failure(
                            Failure.NOT_FOUND, found, "redirects are not followed; give the address that it leads to");
                }
                yield body.contains("API_KEY_INVALID")
                        ? endpoint.failure(Failure.REFUSED_KEY, found, keyAdvice())
                        : endpoint.failure(
                                Failure.REFUSED_REQUEST,
                                found,
                                codes.contains("temperature")
                                        ? "this model takes no temperature of ours; leave it out (--no-temperature)"
                                        : "the question may be too long for the model, or it does not take one of the"
                                                + " parameters");
            }
        };
    }

    private String keyAdvice() {
        @Nullable ApiKey key = endpoint.key();
        if (key != null) {
            return "the key in " + key.variable() + " was not taken; check it";
        }
        List<String> variables = endpoint.name().provider().keyVariables();
        if (variables.isEmpty()) {
            return "keys are not sent to such servers; put one that wants none at the address";
        }
        return endpoint.name().isLoopback()
                ? "the server wants a key; set " + String.join(" or ", variables)
                : "the server wants a key, and keys are not sent over plain http; give an https address";
    }

    /** The error's own short names, such as {@code context_length_exceeded}; what could be anything else is left out. */
    private List<String> codes(String body) {
        List<String> codes = new ArrayList<>();
        JsonNode error;
        try {
            error = JSON.readTree(body).path("error");
        } catch (JsonProcessingException e) {
            return codes;
        }
        @Nullable ApiKey key = endpoint.key();
        for (String field : CODES) {
            String code = error.path(field).asText("");
            boolean plain = code.matches("[A-Za-z][A-Za-z_.]{0,59}") && !code.equals("null");
            if (plain && !codes.contains(code) && (key == null || !key.isIn(code))) {
                codes.add(code);
            }
        }
        return codes;
    }
}
