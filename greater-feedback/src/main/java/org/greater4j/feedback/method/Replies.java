package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.greater4j.feedback.search.ReplyReader;
import org.greater4j.feedback.search.Workbench;

/** How replies are read: tolerant of what models add, but nothing is made up. */
final class Replies {
    private static final Pattern LABEL = Pattern.compile(
            "^(?:here is (?:the|a|your) [a-z ]{0,30}:|(?:the )?(?:new |better |improved |final )?(?:instruction|prompt)(?: (?:is|was))?:)\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FENCE = Pattern.compile("```(?:[A-Za-z]*\\h*\\R)?(.*?)(?:```|$)", Pattern.DOTALL);
    private static final String QUOTES = "\"'`“”‘’«»*";

    private Replies() {}

    private record Reader<T>(Function<String, Optional<T>> how, String repair) implements ReplyReader<T> {
        @Override
        public Optional<T> read(String reply) {
            return how.apply(reply);
        }
    }

    /** The whole reply, less a label in front and quotes around it. */
    static ReplyReader<String> plain(Workbench bench) {
        return new Reader<>(Replies::plain, bench.templates().text("repair-plain", Map.of()));
    }

    /** The text between two tags; if one of them is missing, from the reply's beginning or to its end. Case does not matter. */
    static ReplyReader<String> tagged(Workbench bench, String open, String close) {
        return new Reader<>(reply -> tagged(reply, open, close), repairTagged(bench, open, close));
    }

    /** The same; a reply with neither tag is the text as a whole, as the releases of OPRO and EvoPrompt take it. */
    static ReplyReader<String> taggedOrWhole(Workbench bench, String open, String close) {
        return new Reader<>(
                reply -> first(reply, open, 0) >= 0 || first(reply, close, 0) >= 0
                        ? tagged(reply, open, close)
                        : plain(reply),
                repairTagged(bench, open, close));
    }

    /** All texts between two tags. */
    static ReplyReader<List<String>> allTagged(Workbench bench, String open, String close) {
        return new Reader<>(
                reply -> {
                    List<String> texts = allTagged(reply, open, close);
                    return texts.isEmpty() ? Optional.empty() : Optional.of(texts);
                },
                repairTagged(bench, open, close));
    }

    /** The text in the last fence; without an end, to the reply's end. */
    static ReplyReader<String> fenced(Workbench bench) {
        return new Reader<>(Replies::fenced, bench.templates().text("repair-fenced", Map.of()));
    }

    static Optional<String> plain(String reply) {
        String text = reply.strip();
        Matcher label = LABEL.matcher(text);
        if (label.find()) {
            text = text.substring(label.end()).strip();
        }
        return present(unquoted(text));
    }

    static Optional<String> tagged(String reply, String open, String close) {
        int begin = last(reply, open);
        int from = begin < 0 ? 0 : begin + open.length();
        int end = first(reply, close, from);
        if (begin < 0 && end < 0) {
            return Optional.empty();
        }
        return present(
                unquoted(reply.substring(from, end < 0 ? reply.length() : end).strip()));
    }

    static List<String> allTagged(String reply, String open, String close) {
        List<String> texts = new ArrayList<>();
        int at = first(reply, open, 0);
        while (at >= 0) {
            int from = at + open.length();
            int next = first(reply, open, from);
            int end = first(reply, close, from);
            // a text that was not closed ends where the next begins
            int to = end >= 0 && (next < 0 || end < next) ? end : next < 0 ? reply.length() : next;
            present(unquoted(reply.substring(from, to).strip())).ifPresent(texts::add);
            at = next;
        }
        return texts;
    }

    static Optional<String> fenced(String reply) {
        Optional<String> last = Optional.empty();
        Matcher fence = FENCE.matcher(reply);
        while (fence.find()) {
            Optional<String> text = present(fence.group(1).strip());
            last = text.isPresent() ? text : last;
        }
        return last;
    }

    // models write <Prompt> for <prompt>; changing the reply's case instead could change its length
    private static int first(String reply, String tag, int from) {
        for (int at = from; at <= reply.length() - tag.length(); at++) {
            if (reply.regionMatches(true, at, tag, 0, tag.length())) {
                return at;
            }
        }
        return -1;
    }

    private static int last(String reply, String tag) {
        int at = reply.length() - tag.length();
        while (at >= 0 && !reply.regionMatches(true, at, tag, 0, tag.length())) {
            at--;
        }
        return Math.max(at, -1);
    }

    private static String repairTagged(Workbench bench, String open, String close) {
        return bench.templates().text("repair-tagged", Map.of("open", open, "close", close));
    }

    private static String unquoted(String text) {
        String inner = text;
        while (inner.length() > 1
                && QUOTES.indexOf(inner.charAt(0)) >= 0
                && QUOTES.indexOf(inner.charAt(inner.length() - 1)) >= 0) {
            inner = inner.substring(1, inner.length() - 1).strip();
        }
        return inner;
    }

    private static Optional<String> present(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(text);
    }
}
