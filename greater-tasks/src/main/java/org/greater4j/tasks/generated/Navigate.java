package org.greater4j.tasks.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.LabelFormat;

/**
 * Whether a walk ends where it began.
 *
 * <p>A walk that returns is some random steps and the steps home. A walk that does not is one that does, with the length of one step
 * changed: so both look alike, and one changed length always misses the start.
 */
final class Navigate implements TaskGenerator {
    private static final AnswerFormat FORMAT = new LabelFormat(List.of("No", "Yes"));
    private static final int LONGEST = 9;
    // in clockwise order, so that a turn is a sum
    private static final List<String> DIRECTIONS = List.of("forward", "right", "backward", "left");
    private static final List<String> TURNS = List.of("", "Turn right. ", "Turn around. ", "Turn left. ");

    /** Some steps in one of four directions, clockwise from forward; {@code turn} is what is said before them. */
    private record Move(int direction, int steps, int turn) {}

    @Override
    public String name() {
        return "navigate";
    }

    @Override
    public String description() {
        return "whether a walk ends where it began";
    }

    @Override
    public List<String> difficulties() {
        return List.of(
                "two to four steps, facing forward",
                "four to six steps, facing forward",
                "three to five steps with turns");
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        boolean turning = difficulty == 3;
        List<Move> walk = new ArrayList<>();
        int heading = 0;
        for (int i = 0; i < (difficulty == 1 ? 2 : difficulty == 2 ? 4 : 3); i++) {
            int turn = random.nextInt(4);
            heading = (heading + turn) % 4;
            walk.add(new Move(heading, Draw.between(random, 1, LONGEST), turn));
        }
        walk.addAll(home(walk, heading));
        if (!turning) {
            walk = new ArrayList<>(Draw.shuffled(random, walk));
        }
        boolean returns = random.nextBoolean();
        if (!returns) {
            int changed = random.nextInt(walk.size());
            Move move = walk.get(changed);
            walk.set(changed, new Move(move.direction(), otherThan(move.steps(), random), move.turn()));
        }
        return new Drawn(question(walk, turning), returns ? "Yes" : "No");
    }

    private static List<Move> home(List<Move> walk, int lastHeading) {
        int forward = 0;
        int right = 0;
        for (Move move : walk) {
            int sign = move.direction() < 2 ? 1 : -1;
            if (move.direction() % 2 == 0) {
                forward += sign * move.steps();
            } else {
                right += sign * move.steps();
            }
        }
        List<Move> home = new ArrayList<>();
        int heading = lastHeading;
        if (forward != 0) {
            int direction = forward > 0 ? 2 : 0;
            home.add(new Move(direction, Math.abs(forward), (direction - heading + 4) % 4));
            heading = direction;
        }
        if (right != 0) {
            int direction = right > 0 ? 3 : 1;
            home.add(new Move(direction, Math.abs(right), (direction - heading + 4) % 4));
        }
        return home;
    }

    private static int otherThan(int steps, Random random) {
        int other = Draw.between(random, 1, Math.max(LONGEST, steps) - 1);
        return other < steps ? other : other + 1;
    }

    private static String question(List<Move> walk, boolean turning) {
        StringBuilder text =
                new StringBuilder("If you follow these instructions, do you return to the starting point?");
        if (!turning) {
            text.append(" Always face forward.");
        }
        for (Move move : walk) {
            text.append(' ')
                    .append(turning ? TURNS.get(move.turn()) : "")
                    .append("Take ")
                    .append(move.steps())
                    .append(move.steps() == 1 ? " step" : " steps")
                    .append(turning ? "" : " " + DIRECTIONS.get(move.direction()))
                    .append('.');
        }
        return text.append("\nOptions:\n- Yes\n- No").toString();
    }
}
