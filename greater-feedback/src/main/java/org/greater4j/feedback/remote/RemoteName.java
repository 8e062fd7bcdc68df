package org.greater4j.feedback.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * Which model, spoken to how, and where: {@code PROVIDER:MODEL} or {@code PROVIDER:MODEL@BASE_URL}.
 *
 * @param provider the protocol
 * @param model as the service calls it
 * @param address base of the service's addresses, without a slash at its end, a user, a query or a fragment
 */
public record RemoteName(Provider provider, String model, URI address) {
    // the last one: models may have an @ in their names
    private static final Pattern WITH_ADDRESS = Pattern.compile("(.*)@(https?://.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE_ADDRESS =
            Pattern.compile(".+@(localhost|[\\w.-]+:\\d+|\\d+(\\.\\d+){3})([/?#].*)?");
    // what only addresses have; a colon alone stands in names such as model:tag and model@sha256:digest
    private static final Pattern LIKE_ADDRESS = Pattern.compile(".*(://|[?#]|@[^@]*:[^@]*@).*");

    /** Whether a model's name is meant for this package, sound or not; names of local models have no such prefix. */
    public static boolean isRemote(String name) {
        return Provider.of(name).isPresent();
    }

    /** What is wrong with the name that an option was given, if it is a remote one; empty if nothing is. */
    public static Optional<String> problem(String option, String name) {
        if (!isRemote(name)) {
            return Optional.empty();
        }
        try {
            parse(name);
            return Optional.empty();
        } catch (GreaterException e) {
            return Optional.of(option + ": " + e.getMessage());
        }
    }

    /**
     * Reads a name.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) if it is none; the message shows nothing of an address that may hold a secret
     */
    public static RemoteName parse(String name) {
        Provider provider = Provider.of(name)
                .orElseThrow(() ->
                        problem("expected openai:NAME@BASE_URL, anthropic:NAME, gemini:NAME or ollama:NAME, found '"
                                + beforeAddress(name) + "'"));
        String rest = name.substring(provider.label().length() + 1);
        Matcher withAddress = WITH_ADDRESS.matcher(rest);
        String model = withAddress.matches() ? withAddress.group(1) : rest;
        if (model.isBlank() || model.chars().anyMatch(Character::isWhitespace)) {
            throw problem("expected the name of a model after '" + provider.label() + ":', found '"
                    + beforeAddress(model) + "'");
        }
        if (LIKE_ADDRESS.matcher(model).matches()
                || (!withAddress.matches() && BARE_ADDRESS.matcher(rest).matches())) {
            throw problem("expected an address that begins with http:// or https://, found one that does not after '"
                    + beforeAddress(rest) + "'; write NAME@http://HOST");
        }
        return new RemoteName(
                provider, model, withAddress.matches() ? address(withAddress.group(2)) : provider.address());
    }

    // an address may hold a key, whatever is wrong with it
    private static String beforeAddress(String text) {
        return text.split("@|[?#]|://", 2)[0];
    }

    private static URI address(String text) {
        URI address;
        try {
            address = new URI(text.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw problem("expected an address such as http://localhost:8000/v1, found one that can't be read");
        }
        if (address.getHost() == null) {
            throw problem("expected an address with a host, such as http://localhost:8000/v1, found none in it");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw problem("expected an address without user, query and fragment, found one with; keys are read from the"
                    + " environment alone");
        }
        return address;
    }

    private static GreaterException problem(String problem) {
        return new GreaterException(ErrorCode.INVALID_OPTION, "remote model: " + problem);
    }

    /** Whether the address is this machine's own. */
    boolean isLoopback() {
        String host = address.getHost();
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** Whether the service is the provider's own. */
    boolean isProvidersOwn() {
        return address.equals(provider.address());
    }

    /** The name in one spelling, for records, prices and messages; holds no secret. */
    @Override
    public String toString() {
        return provider.label() + ":" + model + (isProvidersOwn() ? "" : "@" + address);
    }
}
