package org.greater4j.feedback.remote;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A protocol that chat models are reached by, and whose service is meant where a name has no address. */
public enum Provider {
    OPENAI("openai", "https://api.openai.com/v1"),
    ANTHROPIC("anthropic", "https://api.anthropic.com/v1"),
    GEMINI("gemini", "https://generativelanguage.googleapis.com/v1beta"),
    /** A server on the own machine, which asks for no key. */
    OLLAMA("ollama", "http://localhost:11434");

    private final String label;
    private final URI address;

    Provider(String label, String address) {
        this.label = label;
        this.address = URI.create(address);
    }

    /** What stands before the colon of a name. */
    public String label() {
        return label;
    }

    /** Where the service is, unless a name says otherwise. */
    URI address() {
        return address;
    }

    /** Environment variables that may hold the key, the first that is set wins; none if no key is sent. */
    List<String> keyVariables() {
        return switch (this) {
            case OPENAI -> List.of("OPENAI_API_KEY");
            case ANTHROPIC -> List.of("ANTHROPIC_API_KEY");
            case GEMINI -> List.of("GEMINI_API_KEY", "GOOGLE_API_KEY");
            case OLLAMA -> List.of();
        };
    }

    /** The provider of a name, if its prefix is one's label. */
    static Optional<Provider> of(String name) {
        return Arrays.stream(values())
                .filter(provider -> name.startsWith(provider.label + ":"))
                .findFirst();
    }
}
