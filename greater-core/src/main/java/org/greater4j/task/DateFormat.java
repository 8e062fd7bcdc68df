package org.greater4j.task;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers that are one day of the calendar.
 *
 * <p>Read are {@code 2026-03-04}, {@code 2026/03/04}, {@code March 4, 2026}, {@code 4th of March 2026}, {@code 4-Mar-2026}, and numbers
 * with slashes, periods or hyphens in the task's order. Unless the task has one, such numbers are read only where the order doesn't
 * matter: {@code 31/12/2026} is, {@code 03/04/2026} is not. A day of the week in front is passed over. A reply is read if all its dates are
 * the same day.
 *
 * @param order which of day and month comes first in numbers
 */
public record DateFormat(Order order) implements AnswerFormat {
    /** Which of day and month comes first in {@code 03/04/2026}. */
    public enum Order {
        UNKNOWN,
        DAY_FIRST,
        MONTH_FIRST;

        /** As written in task files, such as {@code day-first}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String MONTH =
            "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
                    + "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
    private static final Pattern DATE = Pattern.compile(
            "(?<![\\p{L}\\p{N}/.-])(?:"
                    + "(?<year>\\d{4})(?<mark>[-/.])(?<month>\\d{1,2})\\k<mark>(?<day>\\d{1,2})"
                    + "|(?<first>\\d{1,2})(?<sign>[-/.])(?<second>\\d{1,2})\\k<sign>(?<yearAfter>\\d{4})"
                    + "|(?<monthName>" + MONTH
                    + ")\\s+(?<dayAfter>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<yearAfterDay>\\d{4})"
                    + "|(?<dayBefore>\\d{1,2})(?:(?:st|nd|rd|th)?\\s+(?:of\\s+)?|[-/])(?<nameAfter>" + MONTH
                    + ")(?:,?\\s+|[-/])(?<yearAfterName>\\d{4})"
                    + ")(?![\\p{L}\\p{N}/-])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WEEKDAY = Pattern.compile(
            "^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?:[.,]+\\s*|\\s+)",
            Pattern.CASE_INSENSITIVE);

    /** The order of the answers that leave no choice, such as {@code 12/31/2026}; unknown if there are none, or of both orders. */
    public static Order orderOf(List<String> answers) {
        boolean dayFirst = answers.stream().anyMatch(answer -> leaves(answer, Order.DAY_FIRST, Order.MONTH_FIRST));
        boolean monthFirst = answers.stream().anyMatch(answer -> leaves(answer, Order.MONTH_FIRST, Order.DAY_FIRST));
        if (dayFirst == monthFirst) {
            return Order.UNKNOWN;
        }
        return dayFirst ? Order.DAY_FIRST : Order.MONTH_FIRST;
    }

    private static boolean leaves(String answer, Order order, Order other) {
        return new DateFormat(order).day(answer).isPresent()
                && new DateFormat(other).day(answer).isEmpty();
    }

    @Override
    public String name() {
        return "date";
    }

    @Override
    public String extractor() {
        return "\nThe final answer (a date as YYYY-MM-DD) is \"";
    }

    @Override
    public String expectation() {
        return switch (order) {
            case UNKNOWN ->
                "a date such as 2026-12-31, December 31, 2026 or 31/12/2026 whose day and month can be told apart";
            case DAY_FIRST -> "a date such as 2026-12-31, 31 December 2026 or 31/12/2026";
            case MONTH_FIRST -> "a date such as 2026-12-31, December 31, 2026 or 12/31/2026";
        };
    }

    @Override
    public String normalise(String answer) {
        return day(answer)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected an answer that is " + expectation() + ", found '" + answer + "'"))
                .toString();
    }

    @Override
    public Optional<String> parse(String generated) {
        Matcher dates = DATE.matcher(Answers.plain(generated));
        Optional<LocalDate> found = Optional.empty();
        while (dates.find()) {
            Optional<LocalDate> next = day(dates);
            if (next.isEmpty() || (found.isPresent() && !found.equals(next))) {
                return Optional.empty();
            }
            found = next;
        }
        return found.map(LocalDate::toString);
    }

    private Optional<LocalDate> day(String answer) {
        Matcher date = DATE.matcher(WEEKDAY.matcher(answer.strip()).replaceFirst(""));
        return date.matches() ? day(date) : Optional.empty();
    }

    private Optional<LocalDate> day(Matcher date) {
        if (date.group("year") != null) {
            return day(number(date, "year"), number(date, "month"), number(date, "day"));
        }
        if (date.group("monthName") != null) {
            return day(number(date, "yearAfterDay"), month(date.group("monthName")), number(date, "dayAfter"));
        }
        if (date.group("nameAfter") != null) {
            return day(number(date, "yearAfterName"), month(date.group("nameAfter")), number(date, "dayBefore"));
        }
        int first = number(date, "first");
        int second = number(date, "second");
        int year = number(date, "yearAfter");
        return switch (order) {
            case DAY_FIRST -> day(year, second, first);
            case MONTH_FIRST -> day(year, first, second);
            case UNKNOWN -> {
                Optional<LocalDate> dayFirst = day(year, second, first);
                Optional<LocalDate> monthFirst = day(year, first, second);
                boolean clear = dayFirst.isEmpty() || monthFirst.isEmpty() || dayFirst.equals(monthFirst);
                yield clear ? dayFirst.or(() -> monthFirst) : Optional.empty();
            }
        };
    }

    private static int number(Matcher date, String group) {
        return Integer.parseInt(date.group(group));
    }

    private static int month(String name) {
        return MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
    }

    private static Optional<LocalDate> day(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
