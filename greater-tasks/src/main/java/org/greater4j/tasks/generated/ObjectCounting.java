package org.greater4j.tasks.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.NumberFormat;

/** How many objects of a kind a list holds. */
final class ObjectCounting implements TaskGenerator {
    private static final AnswerFormat FORMAT = new NumberFormat();
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "fruits",
                    "apple",
                    "banana",
                    "orange",
                    "peach/peaches",
                    "plum",
                    "strawberry/strawberries",
                    "grape",
                    "blackberry/blackberries",
                    "nectarine",
                    "raspberry/raspberries",
                    "pear",
                    "mango/mangoes"),
            new Kind(
                    "vegetables",
                    "carrot",
                    "onion",
                    "potato/potatoes",
                    "cabbage",
                    "turnip",
                    "radish/radishes",
                    "leek",
                    "cauliflower",
                    "parsnip",
                    "beetroot"),
            new Kind(
                    "musical instruments",
                    "flute",
                    "piano",
                    "trombone",
                    "violin",
                    "accordion",
                    "clarinet",
                    "drum",
                    "trumpet",
                    "guitar",
                    "harp",
                    "cello",
                    "oboe"),
            new Kind(
                    "animals",
                    "cat",
                    "dog",
                    "goat",
                    "cow",
                    "pig",
                    "rabbit",
                    "duck",
                    "snail",
                    "donkey",
                    "bear",
                    "frog",
                    "chicken",
                    "fox/foxes"),
            new Kind(
                    "pieces of furniture",
                    "chair",
                    "table",
                    "sofa",
                    "bed",
                    "desk",
                    "wardrobe",
                    "bookcase",
                    "armchair",
                    "stool",
                    "bench/benches"));

    /** How many kinds of objects are asked about, how many others stand between them, and how many of each there are at most. */
    private record Level(int asked, int others, int most) {}

    private static final List<Level> LEVELS = List.of(new Level(3, 0, 4), new Level(4, 2, 5), new Level(6, 4, 6));

    /** A kind of things. Nouns are given as "noun" with a plural in s, or as "noun/plural". */
    private record Kind(String plural, List<String> nouns) {
        Kind(String plural, String... nouns) {
            this(plural, List.of(nouns));
        }
    }

    @Override
    public String name() {
        return "object_counting";
    }

    @Override
    public String description() {
        return "how many objects of a kind are in a list";
    }

    @Override
    public List<String> difficulties() {
        return LEVELS.stream()
                .map(level -> level.asked() + " things of the kind and " + level.others() + " others, at most "
                        + level.most() + " of each")
                .toList();
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        Level level = LEVELS.get(difficulty - 1);
        List<Kind> kinds = Draw.some(random, KINDS, 2);
        List<String> things = new ArrayList<>();
        int total = 0;
        for (String noun : Draw.some(random, kinds.get(0).nouns(), level.asked())) {
            int number = Draw.between(random, 1, level.most());
            total += number;
            things.add(phrase(noun, number));
        }
        for (String noun : Draw.some(random, kinds.get(1).nouns(), level.others())) {
            things.add(phrase(noun, Draw.between(random, 1, level.most())));
        }
        return new Drawn(
                "I have " + Draw.listed(Draw.shuffled(random, things)) + ". How many "
                        + kinds.get(0).plural() + " do I have?",
                Integer.toString(total));
    }

    private static String phrase(String noun, int number) {
        int slash = noun.indexOf('/');
        String singular = slash < 0 ? noun : noun.substring(0, slash);
        String plural = slash < 0 ? noun + "s" : noun.substring(slash + 1);
        return number == 1 ? Draw.withArticle(singular) : NumberWords.of(number) + " " + plural;
    }
}
