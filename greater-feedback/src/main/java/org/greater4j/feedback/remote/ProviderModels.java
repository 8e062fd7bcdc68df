package org.greater4j.feedback.remote;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.SplittableRandom;
import org.greater4j.engine.Seeds;
import org.greater4j.feedback.Sampling;
import org.jspecify.annotations.Nullable;

/** LangChain4j's providers: without their retries, without their logs, each with the parameters that it takes. */
final class ProviderModels {
    /** Most tokens of a reply whose request does not say. */
    static final int DEFAULT_MAX_TOKENS = 1024;

    private ProviderModels() {}

    static ChatModel open(Endpoint endpoint, HttpClientBuilder client) {
        RemoteName name = endpoint.name();
        String address = name.address().toString();
        @Nullable ApiKey key = endpoint.key();
        // some builders insist on a key, even for a server that looks at none
        String secret = key == null ? "none" : key.secret();
        return switch (name.provider()) {
            case OPENAI ->
                OpenAiChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(address)
                        .apiKey(key == null ? null : secret)
                        .modelName(name.model())
                        .maxTokens(takesCompletionTokens(name) ? null : (Integer) DEFAULT_MAX_TOKENS)
                        .maxCompletionTokens(takesCompletionTokens(name) ? (Integer) DEFAULT_MAX_TOKENS : null)
                        .maxRetries(0)
                        .logRequests(false)
                        .logResponses(false)
                        .build();
            case ANTHROPIC ->
                AnthropicChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(address)
                        .apiKey(secret)
                        .modelName(name.model())
                        .maxTokens(DEFAULT_MAX_TOKENS)
                        .maxRetries(0)
                        .logRequests(false)
                        .logResponses(false)
                        .build();
            case GEMINI ->
                GoogleAiGeminiChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(address)
                        .apiKey(secret)
                        .modelName(name.model())
                        .maxOutputTokens(DEFAULT_MAX_TOKENS)
                        .maxRetries(0)
                        .logRequests(false)
                        .logResponses(false)
                        .build();
            case OLLAMA ->
                OllamaChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(address)
                        .modelName(name.model())
                        .numPredict(DEFAULT_MAX_TOKENS)
                        .maxRetries(0)
                        .logRequests(false)
                        .logResponses(false)
                        .build();
        };
    }

    /**
     * Parameters of a call. A top-p of 1 changes nothing and is left out, since some models refuse it beside a temperature; a seed is sent
     * where something is drawn and the protocol has one.
     *
     * @param temperature whether one is sent
     * @param sample draws of equal calls that differ in it get seeds of their own
     */
    static ChatRequestParameters parameters(RemoteName name, Sampling sampling, int sample, boolean temperature) {
        @Nullable Integer seed = sampling.temperature() == 0 ? null : (Integer) seed(sampling.seed(), sample);
        return switch (name.provider()) {
            case OPENAI -> {
                OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder();
                common(parameters, sampling, temperature);
                parameters.seed(seed);
                if (takesCompletionTokens(name)) {
                    parameters.maxOutputTokens(null).maxCompletionTokens(sampling.maxTokens());
                }
                yield parameters.build();
            }
            case OLLAMA -> {
                OllamaChatRequestParameters.Builder parameters = OllamaChatRequestParameters.builder();
                common(parameters, sampling, temperature);
                yield parameters.seed(seed).build();
            }
            case ANTHROPIC, GEMINI -> {
                DefaultChatRequestParameters.Builder<?> parameters = DefaultChatRequestParameters.builder();
                common(parameters, sampling, temperature);
                yield parameters.build();
            }
        };
    }

    private static void common(
            DefaultChatRequestParameters.Builder<?> parameters, Sampling sampling, boolean temperature) {
        if (temperature) {
            parameters.temperature(sampling.temperature());
        }
        parameters.maxOutputTokens(sampling.maxTokens());
        if (sampling.topP() < 1) {
            parameters.topP(sampling.topP());
        }
        if (!sampling.stops().isEmpty()) {
            parameters.stopSequences(sampling.stops());
        }
    }

    // OpenAI's own service has renamed the limit, and its newer models refuse the old name; other servers know the old
    // one alone
    private static boolean takesCompletionTokens(RemoteName name) {
        return name.provider() == Provider.OPENAI && name.isProvidersOwn();
    }

    private static int seed(long seed, int sample) {
        return new SplittableRandom(seed ^ (Seeds.GOLDEN * sample)).nextInt() >>> 1;
    }
}
