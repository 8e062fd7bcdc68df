package org.greater4j.tasks.generated;

import java.util.List;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.LabelFormat;

/** Whether a short review is positive or negative. */
final class Sentiment implements TaskGenerator {
    private static final AnswerFormat FORMAT = new LabelFormat(List.of("positive", "negative"));
    private static final List<Product> PRODUCTS = List.of(
            new Product("phone", "screen", "battery", "camera", "speaker"),
            new Product("laptop", "keyboard", "screen", "battery", "design"),
            new Product("hotel", "room", "breakfast", "service", "location"),
            new Product("restaurant", "food", "service", "menu", "atmosphere"),
            new Product("film", "plot", "acting", "music", "ending"),
            new Product("book", "story", "writing", "cover", "ending"),
            new Product("vacuum cleaner", "suction", "cable", "filter", "handle"),
            new Product("coffee machine", "taste", "design", "water tank", "display"),
            new Product("bicycle", "saddle", "frame", "brake system", "gear shift"),
            new Product("jacket", "fabric", "fit", "zipper", "colour"),
            new Product("backpack", "fabric", "zipper", "fit", "main pocket"),
            new Product("headset", "sound", "fit", "microphone", "cable"),
            new Product("game", "story", "music", "control scheme", "design"),
            new Product("sofa", "fabric", "comfort", "frame", "colour"),
            new Product("tent", "fabric", "zipper", "space", "frame"),
            new Product("museum", "tour", "location", "main hall", "staff"),
            new Product("concert", "sound", "singer", "venue", "light show"),
            new Product("language course", "teacher", "pace", "homework", "material"),
            new Product("blender", "motor", "jar", "lid", "design"),
            new Product("car", "engine", "interior", "steering", "design"));
    private static final List<String> GOOD = Draw.words("""
            excellent, wonderful, fantastic, superb, great, outstanding, impressive, delightful, perfect,
            amazing, lovely, brilliant, terrific, marvelous, splendid
            """);
    private static final List<String> BAD = Draw.words("""
            awful, terrible, horrible, poor, disappointing, dreadful, lousy, pathetic, atrocious, abysmal,
            miserable, unacceptable, unpleasant, annoying, appalling
            """);
    // PRODUCT, its aspects FIRST and SECOND, WORD and OTHER of the right feeling, OPPOSITE of the other one
    private static final List<String> PLAIN = List.of(
            "The PRODUCT is WORD.",
            "The FIRST of this PRODUCT is WORD.",
            "I tried this PRODUCT last week and the FIRST is WORD.",
            "The FIRST is WORD, and the SECOND is OTHER too.",
            "I find the FIRST and the SECOND of this PRODUCT WORD.",
            "This is an example of a really WORD PRODUCT.",
            "My sister told me that the FIRST of the PRODUCT was WORD, and she was right.",
            "If you ask me, the whole PRODUCT is WORD, above all the FIRST.");
    private static final List<String> GOOD_BY_NEGATION = List.of(
            "The FIRST is not bad at all.",
            "The FIRST never disappoints me.",
            "I have no complaints about the FIRST.",
            "There is nothing wrong with the FIRST.",
            "Because of the FIRST, I do not regret my choice.",
            "The FIRST could not be better.",
            "The FIRST has never let me down.",
            "I cannot find a single fault with the FIRST.",
            "The FIRST alone was not a waste of money.",
            "Nobody could dislike the FIRST.");
    private static final List<String> BAD_BY_NEGATION = List.of(
            "The FIRST is not good at all.",
            "The FIRST never impresses me.",
            "I have no praise for the FIRST.",
            "There is nothing good about the FIRST.",
            "Because of the FIRST, I do not recommend it.",
            "The FIRST could not be worse.",
            "The FIRST has never made me happy.",
            "I cannot find a single strength in the FIRST.",
            "The FIRST alone was not worth the money.",
            "Nobody could like the FIRST.");
    private static final List<String> OPENINGS = List.of(
            "I tried this PRODUCT last week.",
            "This was my first PRODUCT of the kind.",
            "My friend told me about this PRODUCT.",
            "I read a lot about this PRODUCT before.",
            "I chose this PRODUCT in a hurry.");
    private static final List<String> MIXED = List.of(
            "The FIRST of this PRODUCT is WORD, but the SECOND is OPPOSITE.",
            "The SECOND of this PRODUCT is OPPOSITE, although the FIRST is WORD.",
            "While the SECOND of this PRODUCT is OPPOSITE, the FIRST is WORD.",
            "Yes, the SECOND of this PRODUCT is OPPOSITE. The FIRST is WORD, though.",
            "My brother calls the SECOND of this PRODUCT OPPOSITE, and that is true, but the FIRST is WORD.");
    private static final List<String> GOOD_VERDICTS = List.of(
            "Overall, I am very happy with it.",
            "All in all, I would choose it again.",
            "In the end, I love it.",
            "On the whole, I can recommend it to everyone.",
            "Overall, it is one of the best I know.");
    private static final List<String> BAD_VERDICTS = List.of(
            "Overall, I am very unhappy with it.",
            "All in all, I would not choose it again.",
            "In the end, I hate it.",
            "On the whole, I cannot recommend it to anyone.",
            "Overall, it is one of the worst I know.");

    private record Product(String name, List<String> aspects) {
        Product(String name, String... aspects) {
            this(name, List.of(aspects));
        }
    }

    @Override
    public String name() {
        return "sentiment";
    }

    @Override
    public String description() {
        return "whether a short review is positive or negative";
    }

    @Override
    public List<String> difficulties() {
        return List.of(
                "plain praise or blame",
                "praise or blame by negation",
                "praise and blame, with a clear verdict at the end");
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        boolean good = random.nextBoolean();
        Product product = Draw.one(random, PRODUCTS);
        List<String> aspects = Draw.some(random, product.aspects(), 2);
        List<String> adjectives = Draw.some(random, good ? GOOD : BAD, 2);
        String opposite = Draw.one(random, good ? BAD : GOOD);
        String pattern = switch (difficulty) {
            case 1 -> Draw.one(random, PLAIN);
            case 2 -> Draw.one(random, OPENINGS) + " " + Draw.one(random, good ? GOOD_BY_NEGATION : BAD_BY_NEGATION);
            default -> Draw.one(random, MIXED) + " " + Draw.one(random, good ? GOOD_VERDICTS : BAD_VERDICTS);
        };
        String review = pattern.replace("PRODUCT", product.name())
                .replace("FIRST", aspects.get(0))
                .replace("SECOND", aspects.get(1))
                .replace("WORD", adjectives.get(0))
                .replace("OTHER", adjectives.get(1))
                .replace("OPPOSITE", opposite);
        return new Drawn(
                "Review: \"" + review + "\"\nIs this review positive or negative?", good ? "positive" : "negative");
    }
}
