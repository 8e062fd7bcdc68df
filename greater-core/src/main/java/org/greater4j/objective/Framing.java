package org.greater4j.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.Example;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Message;
import org.greater4j.text.Tokenizer;

/**
 * Writes questions and prompts as chats, and chats as ids.
 *
 * <p>There are two ways to the ids of a turn. {@link #frame} encodes what stands before and after the prompt by themselves, so that the
 * prompt can change between them. {@link #encodeTurn} writes the whole turn as text and encodes that, as a user's program would. A
 * prompt is sound only if both give the same ids ({@link #roundTrips}): then the saved text reproduces the saved score.
 */
public final class Framing {
    // a character that no question has and no template trims; encoders never see it
    private static final String MARK = "\u0001";

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final Placement placement;
    private final ChatLayout layout;

    /**
     * @param frozenBefore text right before the prompt that is never changed; may be empty
     * @param frozenAfter text right after the prompt that is never changed; may be empty
     */
    public Framing(
            Tokenizer tokenizer, ChatTemplate template, Placement placement, String frozenBefore, String frozenAfter) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.placement = placement;
        ChatLayout wanted = new ChatLayout(placement, frozenBefore, frozenAfter);
        boolean refused = placement == Placement.SYSTEM && !takesSystemMessage(template);
        this.layout = refused ? wanted.at(Placement.BEFORE_QUESTION) : wanted;
    }

    public Framing(Tokenizer tokenizer, ChatTemplate template, Placement placement) {
        this(tokenizer, template, placement, "", "");
    }

    public Placement placement() {
        return placement;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The frame of one example: a question, the extractor and the right answer. */
    public Frame frame(Example example, String extractor) {
        String turn = renderTurn(example.question(), MARK);
        int mark = turn.indexOf(MARK);
        if (mark < 0 || turn.indexOf(MARK, mark + 1) >= 0) {
            throw new GreaterException(
                    ErrorCode.TEMPLATE_REFUSED,
                    "chat template: expected the prompt once in the rendered chat of " + example.id() + ", found it "
                            + (mark < 0 ? "nowhere" : "twice") + "; use another placement than " + placement.label());
        }
        return new Frame(
                tokenizer.encode(turn.substring(0, mark)),
                tokenizer.encode(turn.substring(mark + 1)),
                tokenizer.encode(extractor),
                tokenizer.encode(example.answer()));
    }

    /** The frames of some examples, in order. */
    public List<Frame> frames(List<Example> examples, String extractor) {
        List<Frame> frames = new ArrayList<>(examples.size());
        for (Example example : examples) {
            frames.add(frame(example, extractor));
        }
        return frames;
    }

    /**
     * The ids of a whole turn, from the start of the chat to the assistant's header, encoded as one text.
     *
     * @param promptText put there as it is; the empty text asks the bare question
     */
    public int[] encodeTurn(String question, String promptText) {
        return tokenizer.encode(renderTurn(question, promptText));
    }

    /** Whether a prompt's text, put into the turn of every example, encodes to the ids of its frame. */
    public boolean roundTrips(Prompt prompt, List<Example> examples, List<Frame> frames) {
        if (placement == Placement.AFTER_QUESTION && !ChatLayout.startsWithSpace(prompt.text())) {
            return false;
        }
        int[] ids = prompt.ids();
        // a prompt that fails mostly does so with the first question; encoding the others is worth all cores
        if (!examples.isEmpty() && !roundTrips(prompt, ids, examples.get(0), frames.get(0))) {
            return false;
        }
        return IntStream.range(Math.min(1, examples.size()), examples.size())
                .parallel()
                .allMatch(j -> roundTrips(prompt, ids, examples.get(j), frames.get(j)));
    }

    private boolean roundTrips(Prompt prompt, int[] ids, Example example, Frame frame) {
        return Arrays.equals(encodeTurn(example.question(), prompt.text()), frame.turn(ids));
    }

    /**
     * A prompt out of a text that a person wrote.
     *
     * <p>After a question the prompt needs a space in front, which is added if the text has none; where the template trims what it is
     * given, leading space is dropped instead.
     *
     * @throws GreaterException ({@code INVALID_PROMPT}) if the text is empty, or no spelling of it survives the round trip
     */
    public Prompt prompt(String text, List<Example> examples, List<Frame> frames) {
        if (text.isBlank()) {
            throw new GreaterException(
                    ErrorCode.INVALID_PROMPT,
                    "initial prompt: expected some text, found an empty one; give one with --init");
        }
        for (String spelling : spellings(text)) {
            int[] ids = tokenizer.encode(spelling);
            if (ids.length == 0) {
                continue;
            }
            for (int id : ids) {
                if (tokenizer.isSpecial(id)) {
                    throw new GreaterException(
                            ErrorCode.INVALID_PROMPT,
                            "initial prompt: expected plain text, found the special token '" + tokenizer.decode(id)
                                    + "'; leave it out");
                }
            }
            Prompt prompt = Prompt.of(ids, spelling);
            if (roundTrips(prompt, examples, frames)) {
                return prompt;
            }
        }
        throw new GreaterException(
                ErrorCode.INVALID_PROMPT,
                "initial prompt: expected text that keeps its token ids inside the chat, found '" + text
                        + "' whose ids change with what stands around it; reword its start or end");
    }

    /** The text as this placement wants it put there by hand: after a question, with a space in front. */
    public String spell(String text) {
        return layout.spell(text);
    }

    private List<String> spellings(String text) {
        List<String> spellings = new ArrayList<>();
        spellings.add(layout.spell(text));
        if (placement != Placement.AFTER_QUESTION && !text.equals(text.stripLeading())) {
            spellings.add(text.stripLeading());
        }
        return spellings;
    }

    private String renderTurn(String question, String promptText) {
        return template.render(layout.messages(question, promptText), true);
    }

    private static boolean takesSystemMessage(ChatTemplate template) {
        try {
            String rendered = template.render(List.of(Message.system(MARK), Message.user("?")), true);
            return rendered.contains(MARK);
        } catch (GreaterException refused) {
            return false;
        }
    }
}
