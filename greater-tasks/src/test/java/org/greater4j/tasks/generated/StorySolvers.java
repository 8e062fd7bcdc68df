package org.greater4j.tasks.generated;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/** Acts out the stories in a question's text. */
final class StorySolvers {
    private StorySolvers() {}

    /** Walks on a plane; forward is +y, right is +x. */
    static String navigate(String question) {
        boolean facingForward = question.contains("Always face forward");
        int x = 0;
        int y = 0;
        int headingX = 0;
        int headingY = 1;
        int moves = 0;
        for (MatchResult order : Question.all(
                question, "Turn (left|right|around)\\.|Take (\\d+) steps?( left| right| forward| backward)?\\.")) {
            if (order.group(1) != null) {
                // a turn around is two turns to the right
                for (int turns = order.group(1).equals("left")
                                ? 3
                                : order.group(1).equals("right") ? 1 : 2;
                        turns > 0;
                        turns--) {
                    int oldX = headingX;
                    headingX = headingY;
                    headingY = -oldX;
                }
                continue;
            }
            moves++;
            int steps = Integer.parseInt(order.group(2));
            if ((order.group(3) != null) != facingForward) {
                throw new IllegalArgumentException("a direction is missing or not wanted: " + question);
            }
            if (order.group(3) == null) {
                x += steps * headingX;
                y += steps * headingY;
            } else {
                switch (order.group(3)) {
                    case " left" -> x -= steps;
                    case " right" -> x += steps;
                    case " forward" -> y += steps;
                    default -> y -= steps;
                }
            }
        }
        if (moves != Question.all(question, "Take ").size() || moves < 2) {
            throw new IllegalArgumentException("not all moves read: " + question);
        }
        return x == 0 && y == 0 ? "Yes" : "No";
    }

    /** Tries every way in which the people could be liars; exactly one must fit what is said. */
    static String webOfLies(String question) {
        Map<String, Integer> people = new HashMap<>();
        List<MatchResult> said = Question.all(question, "(?:(\\w+) says )?(\\w+) (tells the truth|lies)\\.");
        for (MatchResult sentence : said) {
            if (!sentence.group(2).equals("always")) {
                people.putIfAbsent(sentence.group(2), people.size());
                if (sentence.group(1) != null) {
                    people.putIfAbsent(sentence.group(1), people.size());
                }
            }
        }
        Integer asked = people.get(Question.group(question, "Does (\\w+) tell the truth"));
        if (asked == null) {
            throw new IllegalArgumentException("asked about a stranger: " + question);
        }
        List<Boolean> answers = new ArrayList<>();
        for (int truthful = 0; truthful < 1 << people.size(); truthful++) {
            boolean fits = true;
            for (MatchResult sentence : said) {
                Integer about = people.get(sentence.group(2));
                if (about == null) {
                    continue;
                }
                boolean fact =
                        ((truthful >> about & 1) == 1) == sentence.group(3).equals("tells the truth");
                boolean speaker =
                        sentence.group(1) == null || (truthful >> people.getOrDefault(sentence.group(1), 0) & 1) == 1;
                fits &= fact == speaker;
            }
            if (fits) {
                answers.add((truthful >> asked & 1) == 1);
            }
        }
        if (answers.size() != 1) {
            throw new IllegalArgumentException("expected one way, found " + answers.size() + ": " + question);
        }
        return answers.get(0) ? "Yes" : "No";
    }

    static String tracking(String question) {
        Map<String, String> holdings = new HashMap<>();
        for (MatchResult holding : Question.all(question, "(\\w+) has an? ([a-z ]+?)(?=,|\\.| and )")) {
            holdings.put(holding.group(1), holding.group(2));
        }
        List<MatchResult> swaps = Question.all(question, "(?:First|Then|Finally), (\\w+) and (\\w+) swap");
        if (swaps.size() != holdings.size()) {
            throw new IllegalArgumentException("expected as many swaps as people: " + question);
        }
        for (MatchResult swap : swaps) {
            String one = holdings.getOrDefault(swap.group(1), "nothing");
            holdings.put(swap.group(1), holdings.getOrDefault(swap.group(2), "nothing"));
            holdings.put(swap.group(2), one);
        }
        String asked = Question.group(question, "does (\\w+) have");
        return Question.letterOf(question, holdings.getOrDefault(asked, "nothing"));
    }
}
