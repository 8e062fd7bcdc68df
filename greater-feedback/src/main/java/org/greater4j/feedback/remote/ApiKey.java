package org.greater4j.feedback.remote;

import java.util.List;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/** A secret that never shows: not in messages, not in logs, not in a debugger's view of what holds it. */
final class ApiKey {
    private final String variable;
    private final String secret;

    private ApiKey(String variable, String secret) {
        this.variable = variable;
        this.secret = secret;
    }

    /**
     * The key that a model is asked with; null if it needs none.
     *
     * <p>A key travels encrypted, or not at all: over plain http it is sent to this machine alone.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) naming the variable, if it needs one and the environment has none
     */
    static @Nullable ApiKey of(RemoteName name, Map<String, String> environment) {
        boolean encrypted = "https".equalsIgnoreCase(name.address().getScheme());
        if (!encrypted && !name.isLoopback()) {
            return null;
        }
        List<String> variables = name.provider().keyVariables();
        for (String variable : variables) {
            String secret = environment.getOrDefault(variable, "").strip();
            if (!secret.isEmpty()) {
                if (!secret.chars().allMatch(character -> character > ' ' && character < 127)) {
                    throw new GreaterException(
                            ErrorCode.INVALID_OPTION,
                            variable + ": expected a key of plain characters, found others in it; set it again");
                }
                return new ApiKey(variable, secret);
            }
        }
        if (variables.isEmpty() || name.isLoopback()) {
            return null;
        }
        throw new GreaterException(
                ErrorCode.INVALID_OPTION,
                name + ": expected a key in the environment variable " + String.join(" or ", variables)
                        + ", found none; set it");
    }

    /** The key itself; for the header of a request and nothing else. */
    String secret() {
        return secret;
    }

    /** Whether a text shows the key, or is a part of it. */
    boolean isIn(String text) {
        return text.contains(secret) || secret.contains(text);
    }

    /** Where it was found. */
    String variable() {
        return variable;
    }

    @Override
    public String toString() {
        return variable + " (not shown)";
    }
}
