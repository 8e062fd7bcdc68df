package org.greater4j.tasks.generated;

import java.util.List;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.WordOfQuestionFormat;

/** The word at a place in a list. */
final class WordAtPosition implements TaskGenerator {
    private static final AnswerFormat FORMAT = new WordOfQuestionFormat();
    private static final List<Integer> LENGTHS = List.of(3, 6, 9);
    private static final List<String> WORDS = Draw.words("""
            apple, river, chair, stone, cloud, horse, bread, music, paper, green, table, ocean, tiger, lemon,
            house, plant, train, glass, knife, smile, winter, garden, silver, bottle, pencil, window, orange,
            rabbit, button, castle, forest, island, jacket, kitten, ladder, market, needle, pepper, rocket,
            saddle, ticket, valley, walnut, yellow, bridge, candle, dragon, engine, feather, guitar, hammer,
            insect, jungle, lantern, mirror, number, oyster, pillow, quartz, ribbon, sailor, temple, velvet,
            whisper, blanket, compass, diamond, harvest, journey, kitchen
            """);

    @Override
    public String name() {
        return "word_at_position";
    }

    @Override
    public String description() {
        return "the word at a place in a list";
    }

    @Override
    public List<String> difficulties() {
        return List.of("3 words, from the start", "6 words, from the start", "9 words, from the start or the end");
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        List<String> words = Draw.some(random, WORDS, LENGTHS.get(difficulty - 1));
        int place = Draw.between(random, 1, words.size());
        boolean fromEnd = difficulty == 3 && random.nextBoolean();
        String ordinal = NumberWords.ordinal(place);
        String where = fromEnd ? (place == 1 ? "last word" : ordinal + " word from the end") : ordinal + " word";
        return new Drawn(
                "What is the " + where + " in this list: " + String.join(", ", words) + "?",
                words.get(fromEnd ? words.size() - place : place - 1));
    }
}
