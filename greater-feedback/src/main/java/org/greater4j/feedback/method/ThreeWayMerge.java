package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two prompts and one that both come from, part by part: the ancestor's sentences, and what was put between them.
 *
 * <p>A descendant's sentences are aligned to the ancestor's by a longest common subsequence. Where it has others, they stand for the
 * ancestor's in their order; what it has more of was put between, what it has fewer of was left out. Sentences end at a full stop, a question
 * or exclamation mark, or with the line, and are equal if they differ in white space alone.
 */
final class ThreeWayMerge {
    // the white space behind a sentence belongs to it
    private static final Pattern SENTENCE = Pattern.compile("\\S.*?(?:[.!?]+[\"'”’)\\]]*(?=\\s|\\z)|(?=\\R)|\\z)\\s*");

    private final List<Part> parts;
    private final String space;

    private ThreeWayMerge(List<Part> parts, String space) {
        this.parts = parts;
        this.space = space;
    }

    /** A place in all three prompts; empty where a prompt has nothing there. */
    private record Part(String ancestor, String first, String second) {
        boolean isSame() {
            return equal(first, second);
        }

        boolean isFirstChanged() {
            return !equal(ancestor, first);
        }

        boolean isSecondChanged() {
            return !equal(ancestor, second);
        }
    }

    /**
     * What came of it.
     *
     * @param prompt the merged one
     * @param taken per part whose it is: {@code first}, {@code second} or {@code both}
     */
    record Merged(String prompt, List<String> taken) {}

    static ThreeWayMerge of(String ancestor, String first, String second) {
        List<String> sentences = sentences(ancestor);
        String[] one = aligned(sentences, sentences(first));
        String[] other = aligned(sentences, sentences(second));
        List<Part> parts = new ArrayList<>();
        for (int at = 0; at < one.length; at++) {
            parts.add(new Part(at % 2 == 0 ? "" : sentences.get(at / 2), one[at], other[at]));
        }
        return new ThreeWayMerge(parts, ancestor.strip().contains("\n") ? "\n" : " ");
    }

    /** Whether some part was changed by exactly one of the two, so that there is something to take from each. */
    boolean isUseful() {
        return parts.stream().anyMatch(part -> part.isFirstChanged() != part.isSecondChanged());
    }

    /**
     * Takes each part from the one that changed it.
     *
     * @param prefersFirst asked where both did, each in its way
     */
    Merged merge(BooleanSupplier prefersFirst) {
        StringBuilder prompt = new StringBuilder();
        List<String> taken = new ArrayList<>();
        for (Part part : parts) {
            boolean first;
            if (part.isSame()) {
                first = true;
                taken.add("both");
            } else {
                first = part.isFirstChanged() && (!part.isSecondChanged() || prefersFirst.getAsBoolean());
                taken.add(first ? "first" : "second");
            }
            append(prompt, first ? part.first() : part.second());
        }
        return new Merged(prompt.toString().strip(), taken);
    }

    private void append(StringBuilder prompt, String text) {
        // the last sentence of a prompt has no space behind it
        if (!text.isEmpty() && !prompt.isEmpty() && !Character.isWhitespace(prompt.charAt(prompt.length() - 1))) {
            prompt.append(space);
        }
        prompt.append(text);
    }

    static List<String> sentences(String prompt) {
        List<String> sentences = new ArrayList<>();
        Matcher sentence = SENTENCE.matcher(prompt);
        while (sentence.find()) {
            sentences.add(sentence.group());
        }
        return sentences;
    }

    /** A descendant's version of what is before the ancestor's first sentence, of that sentence, of what is behind it, and so on. */
    private static String[] aligned(List<String> ancestor, List<String> descendant) {
        String[] versions = new String[2 * ancestor.size() + 1];
        Arrays.fill(versions, "");
        int[][] common = common(ancestor, descendant);
        int ours = 0;
        int theirs = 0;
        while (ours < ancestor.size() || theirs < descendant.size()) {
            int oursEnd = ours;
            int theirsEnd = theirs;
            // up to the next sentence that both have
            while (oursEnd < ancestor.size()
                    && theirsEnd < descendant.size()
                    && !equal(ancestor.get(oursEnd), descendant.get(theirsEnd))) {
                boolean skipsOurs = common[oursEnd + 1][theirsEnd] >= common[oursEnd][theirsEnd + 1];
                oursEnd += skipsOurs ? 1 : 0;
                theirsEnd += skipsOurs ? 0 : 1;
            }
            boolean matched = oursEnd < ancestor.size() && theirsEnd < descendant.size();
            oursEnd = matched ? oursEnd : ancestor.size();
            theirsEnd = matched ? theirsEnd : descendant.size();
            for (; ours < oursEnd && theirs < theirsEnd; ours++, theirs++) {
                versions[2 * ours + 1] = descendant.get(theirs);
            }
            for (; theirs < theirsEnd; theirs++) {
                versions[2 * ours] += descendant.get(theirs);
            }
            ours = oursEnd;
            if (matched) {
                versions[2 * ours + 1] = descendant.get(theirs);
                ours++;
                theirs++;
            }
        }
        return versions;
    }

    /** Lengths of the longest common subsequences of all ends of the two. */
    private static int[][] common(List<String> one, List<String> other) {
        int[][] lengths = new int[one.size() + 1][other.size() + 1];
        for (int i = one.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                lengths[i][j] = equal(one.get(i), other.get(j))
                        ? 1 + lengths[i + 1][j + 1]
                        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }
        return lengths;
    }

    private static boolean equal(String one, String other) {
        return words(one).equals(words(other));
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
