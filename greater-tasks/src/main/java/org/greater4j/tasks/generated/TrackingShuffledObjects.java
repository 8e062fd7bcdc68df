package org.greater4j.tasks.generated;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.ChoiceFormat;

/** Who has what after pairs of people have swapped. */
final class TrackingShuffledObjects implements TaskGenerator {
    private static final List<Integer> PEOPLE = List.of(3, 5, 7);
    private static final List<Story> STORIES = List.of(
            new Story(
                    " play a game in which each holds a ball. At the start, ",
                    "balls",
                    "the game",
                    "ball",
                    List.of(
                            "red ball",
                            "blue ball",
                            "green ball",
                            "yellow ball",
                            "white ball",
                            "black ball",
                            "purple ball",
                            "pink ball",
                            "brown ball")),
            new Story(
                    " like to read and trade books. At the start, ",
                    "books",
                    "the year",
                    "book",
                    List.of(
                            "novel",
                            "cookbook",
                            "dictionary",
                            "travel guide",
                            "biography",
                            "comic book",
                            "history book",
                            "poetry book",
                            "songbook")),
            new Story(
                    " exchange gifts at a party. At the start, ",
                    "gifts",
                    "the party",
                    "gift",
                    List.of("scarf", "candle", "puzzle", "vase", "board game", "teapot", "necklace", "plant", "mug")));

    /** What people do, what they swap, when it ends, what one asks about, and the things. */
    private record Story(String opening, String swapped, String occasion, String asked, List<String> things) {}

    @Override
    public String name() {
        return "tracking_shuffled_objects";
    }

    @Override
    public String description() {
        return "who has what after swaps";
    }

    @Override
    public List<String> difficulties() {
        return PEOPLE.stream()
                .map(people -> people + " people, " + people + " swaps")
                .toList();
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return new ChoiceFormat(Draw.letters(PEOPLE.get(difficulty - 1)));
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        int number = PEOPLE.get(difficulty - 1);
        Story story = Draw.one(random, STORIES);
        List<String> people = Draw.some(random, Names.ALL, number);
        List<String> things = new ArrayList<>(Draw.some(random, story.things(), number));
        List<String> options = Draw.shuffled(random, things);

        List<String> holdings = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            holdings.add(people.get(i) + " has " + Draw.withArticle(things.get(i)));
        }
        StringBuilder text = new StringBuilder(Draw.listed(people))
                .append(story.opening())
                .append(Draw.listed(holdings))
                .append('.');
        for (int swap = 0; swap < number; swap++) {
            int one = random.nextInt(number);
            int other = (one + Draw.between(random, 1, number - 1)) % number;
            Collections.swap(things, one, other);
            text.append(swap == 0 ? " First, " : swap == number - 1 ? " Finally, " : " Then, ")
                    .append(people.get(one))
                    .append(" and ")
                    .append(people.get(other))
                    .append(" swap ")
                    .append(story.swapped())
                    .append('.');
        }
        int asked = random.nextInt(number);
        text.append(" At the end of ")
                .append(story.occasion())
                .append(", which ")
                .append(story.asked());
        text.append(" does ").append(people.get(asked)).append(" have?").append(Draw.options(options));
        return new Drawn(text.toString(), Draw.letter(options.indexOf(things.get(asked))));
    }
}
