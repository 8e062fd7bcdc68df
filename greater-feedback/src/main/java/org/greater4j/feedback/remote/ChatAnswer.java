package org.greater4j.feedback.remote;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a chat model put where the extractor ends. */
final class ChatAnswer {
    private ChatAnswer() {}

    /**
     * The answer out of a reply, as a model that goes on writing after the extractor would have written it.
     *
     * <p>Chat models like to repeat the sentence that they were to complete, in whole, and with quotes of their own. The extractor
     * itself, whose wording may name every possible answer, and a quote that opens the answer a second time are taken away; all else is
     * left to the answer's format.
     */
    static String after(String extractor, String reply) {
        String text = reply.strip();
        boolean quoted = extractor.endsWith("\"");
        String sentence =
                quoted ? extractor.substring(0, extractor.length() - 1).strip() : extractor;
        StringBuilder words = new StringBuilder();
        for (String word : sentence.split("\\s+")) {
            words.append(words.length() == 0 ? "" : "\\s+").append(Pattern.quote(word));
        }
        Matcher repeated = Pattern.compile(words.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text);
        int end = 0;
        while (repeated.find()) {
            end = repeated.end();
        }
        String answer = text.substring(end).strip();
        return quoted ? answer.replaceFirst("^[\"\u201c\u201d'`]+", "") : answer;
    }
}
