package org.greater4j.torch.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Message;

/** A chat template in the Jinja dialect of model files, with limits on what a hostile one can do. */
public final class JinjaChatTemplate implements ChatTemplate {
    private static final Pattern SPACE_BEFORE = Pattern.compile("\\s+\\{([{%])-");
    private static final Pattern SPACE_AFTER = Pattern.compile("-([}%])\\}\\s+");
    private static final Pattern DIRECTIVE = Pattern.compile("%(.)");
    private static final Map<String, String> DATE_PATTERNS =
            Map.of("d", "dd", "b", "MMM", "B", "MMMM", "m", "MM", "Y", "yyyy", "y", "yy", "A", "EEEE", "a", "EEE");
    private static final long MAX_OUTPUT = 8L << 20;

    private final Jinjava jinjava;
    private final String template;
    private final Map<String, String> tokens;
    private final String modelName;

    /**
     * @param tokens texts of {@code bos_token} and the like; an empty text leaves the name undefined
     * @param modelName for messages
     */
    public JinjaChatTemplate(String template, Map<String, String> tokens, String modelName) {
        this.template = repair(template);
        this.tokens = Map.copyOf(tokens);
        this.modelName = modelName;
        this.jinjava = new Jinjava(JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withMaxOutputSize(MAX_OUTPUT)
                .withMaxRenderDepth(20)
                .withRangeLimit(10_000)
                .withNestedInterpretationEnabled(false)
                .withKeepTrailingNewline(true)
                .build());
        jinjava.getGlobalContext().registerFunction(function("raise_exception", "refuse", String.class));
        jinjava.getGlobalContext().registerFunction(function("strftime_now", "today", String.class));
    }

    @Override
    public String render(List<Message> messages, boolean addGenerationPrompt) {
        Map<String, Object> bindings = new HashMap<>();
        tokens.forEach((name, text) -> {
            if (!text.isEmpty()) {
                bindings.put(name, text);
            }
        });
        bindings.put(
                "messages",
                messages.stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList());
        bindings.put("add_generation_prompt", addGenerationPrompt);
        RenderResult result = jinjava.renderForResult(template, bindings);
        List<TemplateError> errors = result.getErrors().stream()
                .filter(error -> error.getSeverity() == TemplateError.ErrorType.FATAL)
                .toList();
        if (!errors.isEmpty()) {
            throw new GreaterException(
                    ErrorCode.TEMPLATE_REFUSED,
                    "chat template of " + modelName + ": expected it to take the roles "
                            + messages.stream().map(Message::role).collect(Collectors.joining(", "))
                            + ", found that it says '"
                            + reason(errors.get(0)) + "'; use another --placement or model");
        }
        return result.getOutput();
    }

    /** Called by templates: refuses the messages. */
    @SuppressWarnings("DoNotCallSuggester") // only templates call it
    public static String refuse(String reason) {
        throw new TemplateRefusal(reason);
    }

    /** Called by templates: today's date in a format of C's strftime. */
    public static String today(String format) {
        LocalDate now = LocalDate.now(ZoneId.systemDefault());
        return DIRECTIVE.matcher(format).replaceAll(found -> {
            String pattern = DATE_PATTERNS.getOrDefault(found.group(1), "");
            return pattern.isEmpty()
                    ? ""
                    : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
        });
    }

    // jinjava heeds the dash of `{%-` but not that of `{{-`: both are applied to the text before it is parsed
    private static String repair(String template) {
        String left = SPACE_BEFORE.matcher(template).replaceAll("{$1-");
        return SPACE_AFTER.matcher(left).replaceAll("-$1}");
    }

    private static String reason(TemplateError error) {
        Throwable cause = error.getException();
        while (cause != null) {
            if (cause instanceof TemplateRefusal refusal) {
                return String.valueOf(refusal.getMessage());
            }
            cause = cause.getCause();
        }
        return error.getMessage();
    }

    private static ELFunctionDefinition function(String name, String method, Class<?>... parameters) {
        return new ELFunctionDefinition("", name, JinjaChatTemplate.class, method, parameters);
    }

    private static final class TemplateRefusal extends RuntimeException {
        TemplateRefusal(String reason) {
            super(reason);
        }
    }
}
