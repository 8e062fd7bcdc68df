package org.greater4j.tasks.generated;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.ChoiceFormat;

/** A date that follows from a few sentences. */
final class DateUnderstanding implements TaskGenerator {
    private static final int OPTIONS = 5;
    private static final AnswerFormat FORMAT = new ChoiceFormat(Draw.letters(OPTIONS));
    private static final DateTimeFormatter ASKED = DateTimeFormatter.ofPattern("MM/dd/uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter BRITISH = DateTimeFormatter.ofPattern("dd/MM/uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

    /** Some sentences and the day that they make today. */
    private record Scene(String text, LocalDate today) {}

    /** How a day is named from today, and which it is. */
    private record Offset(String text, LocalDate date) {}

    @Override
    public String name() {
        return "date_understanding";
    }

    @Override
    public String description() {
        return "a date that follows from a few sentences";
    }

    @Override
    public List<String> difficulties() {
        return List.of(
                "today is given, days and weeks to go",
                "today is given in other words, months and years to go too",
                "today follows from a moved appointment, months and years to go too");
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        Scene scene = switch (difficulty) {
            case 1 -> plain(random);
            case 2 -> indirect(random);
            default -> appointment(random);
        };
        Offset offset = offset(scene.today(), difficulty > 1, random);
        List<String> options = Draw.shuffled(random, options(scene.today(), offset.date(), random));
        return new Drawn(
                scene.text() + " What is the date " + offset.text() + " in MM/DD/YYYY?" + Draw.options(options),
                Draw.letter(options.indexOf(ASKED.format(offset.date()))));
    }

    private static LocalDate day(Random random) {
        return LocalDate.of(1950, 1, 1).plusDays(random.nextInt(90 * 365));
    }

    private static Scene plain(Random random) {
        LocalDate today = day(random);
        return new Scene("Today is " + (random.nextBoolean() ? LONG : ASKED).format(today) + ".", today);
    }

    private static Scene indirect(Random random) {
        LocalDate today = day(random);
        return switch (random.nextInt(7)) {
            case 0 -> new Scene("Yesterday was " + LONG.format(today.minusDays(1)) + ".", today);
            case 1 -> new Scene("Tomorrow is " + LONG.format(today.plusDays(1)) + ".", today);
            case 2 -> new Scene("The day before yesterday was " + LONG.format(today.minusDays(2)) + ".", today);
            case 3 -> new Scene("The day after tomorrow is " + LONG.format(today.plusDays(2)) + ".", today);
            case 4 ->
                new Scene(
                        "In the UK, people put the day before the month when they write a date. Today is "
                                + BRITISH.format(today) + " to them.",
                        today);
            case 5 -> new Scene("Today is the first day of " + MONTH.format(today) + ".", today.withDayOfMonth(1));
            default ->
                new Scene(
                        "Today is the last day of " + MONTH.format(today) + ".",
                        today.withDayOfMonth(today.lengthOfMonth()));
        };
    }

    private static Scene appointment(Random random) {
        LocalDate first = day(random);
        int moved = Draw.between(random, 2, 20);
        boolean later = random.nextBoolean();
        int away = Draw.between(random, 2, 9);
        boolean ahead = random.nextBoolean();
        LocalDate held = later ? first.plusDays(moved) : first.minusDays(moved);
        return new Scene(
                Draw.one(random, Names.ALL) + " had an appointment on " + LONG.format(first)
                        + ". It was moved to a date "
                        + moved + " days " + (later ? "later" : "earlier") + ". Today is " + away + " days "
                        + (ahead ? "before" : "after") + " the new date.",
                ahead ? held.minusDays(away) : held.plusDays(away));
    }

    // a month or a year from the 29th on may not exist, so that its date would be a matter of opinion
    private static Offset offset(LocalDate today, boolean calendar, Random random) {
        int days = Draw.between(random, 2, 30);
        return switch (random.nextInt(calendar && today.getDayOfMonth() <= 28 ? 10 : 6)) {
            case 0 -> new Offset("tomorrow", today.plusDays(1));
            case 1 -> new Offset("yesterday", today.minusDays(1));
            case 2 -> new Offset("one week from today", today.plusWeeks(1));
            case 3 -> new Offset("one week ago", today.minusWeeks(1));
            case 4 -> new Offset(days + " days from today", today.plusDays(days));
            case 5 -> new Offset(days + " days ago", today.minusDays(days));
            case 6 -> new Offset("one month from today", today.plusMonths(1));
            case 7 -> new Offset("one month ago", today.minusMonths(1));
            case 8 -> new Offset("one year from today", today.plusYears(1));
            default -> new Offset("one year ago", today.minusYears(1));
        };
    }

    // wrong dates are those of likely slips: the wrong way, one day off, the wrong month or year, today itself
    private static List<String> options(LocalDate today, LocalDate right, Random random) {
        Set<LocalDate> wrong = new LinkedHashSet<>(Arrays.asList(
                today,
                today.minusDays(right.toEpochDay() - today.toEpochDay()),
                right.plusDays(1),
                right.minusDays(1),
                right.plusMonths(1),
                right.minusMonths(1),
                right.plusYears(1),
                right.minusYears(1)));
        wrong.remove(right);
        List<LocalDate> dates = new ArrayList<>(Draw.some(random, List.copyOf(wrong), OPTIONS - 1));
        dates.add(right);
        return dates.stream().map(ASKED::format).toList();
    }
}
