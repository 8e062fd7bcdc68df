package org.greater4j.tasks.generated;

import java.util.List;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.LabelFormat;

/** Whether the last of a chain of people, each of whom speaks about the one before, tells the truth. */
final class WebOfLies implements TaskGenerator {
    private static final AnswerFormat FORMAT = new LabelFormat(List.of("No", "Yes"));
    private static final List<Integer> PEOPLE = List.of(3, 5, 8);

    @Override
    public String name() {
        return "web_of_lies";
    }

    @Override
    public String description() {
        return "whether the last of a chain of people tells the truth";
    }

    @Override
    public List<String> difficulties() {
        return PEOPLE.stream().map(people -> people + " people").toList();
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        List<String> people = Draw.some(random, Names.ALL, PEOPLE.get(difficulty - 1));
        boolean truthful = random.nextBoolean();
        StringBuilder text = new StringBuilder("Each person either always tells the truth or always lies. ");
        text.append(people.get(0)).append(' ').append(claim(truthful)).append('.');
        for (int i = 1; i < people.size(); i++) {
            boolean claimed = random.nextBoolean();
            text.append(' ').append(people.get(i)).append(" says ").append(people.get(i - 1));
            text.append(' ').append(claim(claimed)).append('.');
            // one who says what is so tells the truth
            truthful = claimed == truthful;
        }
        text.append(" Does ").append(people.get(people.size() - 1)).append(" tell the truth?");
        return new Drawn(text.toString(), truthful ? "Yes" : "No");
    }

    private static String claim(boolean truthful) {
        return truthful ? "tells the truth" : "lies";
    }
}
