package org.greater4j.torch.tokenizer;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Message;
import org.greater4j.torch.tokenizer.jinja.Callable;
import org.greater4j.torch.tokenizer.jinja.JinjaException;
import org.greater4j.torch.tokenizer.jinja.JinjaTemplate;
import org.greater4j.torch.tokenizer.jinja.None;

/** A chat template in Jinja, as models bring them, with the variables that transformers gives to one. */
public final class JinjaChatTemplate implements ChatTemplate {
    private final JinjaTemplate template;
    private final String modelName;
    private final Map<String, Object> variables = new HashMap<>();

    /**
     * Parses a template.
     *
     * @param text the template
     * @param specialTokens {@code bos_token}, {@code eos_token}, {@code unk_token}, {@code pad_token}, as far as there are such
     * @param modelName for errors
     * @param today the day that a template which writes the date is given; a run that is resumed needs the same one
     * @throws GreaterException ({@code UNSUPPORTED_MODEL}) naming the line, if it can't be parsed
     */
    public JinjaChatTemplate(String text, Map<String, ?> specialTokens, String modelName, LocalDate today) {
        this.modelName = modelName;
        try {
            this.template = JinjaTemplate.parse(text);
        } catch (JinjaException e) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "Chat template of " + modelName + ": expected Jinja as transformers reads it, found in "
                            + e.getMessage(),
                    e);
        }
        variables.putAll(specialTokens);
        variables.put("tools", None.NONE);
        variables.put("documents", None.NONE);
        variables.put("strftime_now", (Callable) (arguments, named) -> {
            if (arguments.size() == 1 && arguments.get(0) instanceof String format) {
                return StrfTime.format(format, today.atStartOfDay());
            }
            throw new IllegalArgumentException("strftime_now: expected one string");
        });
    }

    @Override
    public String render(List<Message> messages, boolean addGenerationPrompt) {
        List<Object> turns = new ArrayList<>();
        for (Message message : messages) {
            Map<String, Object> turn = new LinkedHashMap<>();
            turn.put("role", message.role());
            turn.put("content", message.content());
            turns.add(turn);
        }
        Map<String, Object> all = new HashMap<>(variables);
        all.put("messages", turns);
        all.put("add_generation_prompt", addGenerationPrompt);
        try {
            return template.render(all);
        } catch (JinjaException | IllegalArgumentException e) {
            String roles = messages.stream().map(Message::role).collect(Collectors.joining(", "));
            boolean raised = e instanceof JinjaException jinja && jinja.kind() == JinjaException.Kind.RAISED;
            throw new GreaterException(
                    ErrorCode.TEMPLATE_REFUSED,
                    "Chat template of " + modelName + (raised ? " refused" : " failed on") + " a chat of the roles "
                            + roles + ": " + e.getMessage(),
                    e);
        }
    }
}
