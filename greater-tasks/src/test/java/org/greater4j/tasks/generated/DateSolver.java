package org.greater4j.tasks.generated;

import java.util.List;
import java.util.regex.MatchResult;

/** Counts days on a calendar of its own, one by one. */
final class DateSolver {
    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    private static final String WRITTEN = "([A-Z][a-z]+) (\\d+), (\\d{4})";

    private int day;
    private int month;
    private int year;

    private DateSolver(int day, int month, int year) {
        this.day = day;
        this.month = month;
        this.year = year;
    }

    static String solve(String question) {
        DateSolver date = today(question.substring(0, question.indexOf("What is")));
        date.go(Question.group(question, "What is the date (.*) in MM/DD/YYYY"));
        return Question.letterOf(question, "%02d/%02d/%04d".formatted(date.month, date.day, date.year));
    }

    private static DateSolver today(String scene) {
        if (scene.contains("day of")) {
            MatchResult found = one(scene, "(first|last) day of (\\w+) (\\d+)");
            DateSolver date = new DateSolver(1, MONTHS.indexOf(found.group(2)) + 1, Integer.parseInt(found.group(3)));
            date.day = found.group(1).equals("first") ? 1 : date.length();
            return date;
        }
        if (scene.contains("/")) {
            MatchResult found = one(scene, "(\\d+)/(\\d+)/(\\d{4})");
            int first = Integer.parseInt(found.group(1));
            int second = Integer.parseInt(found.group(2));
            boolean british = scene.contains("UK");
            return new DateSolver(british ? first : second, british ? second : first, Integer.parseInt(found.group(3)));
        }
        MatchResult found = one(scene, WRITTEN);
        DateSolver date = new DateSolver(
                Integer.parseInt(found.group(2)), MONTHS.indexOf(found.group(1)) + 1, Integer.parseInt(found.group(3)));
        if (scene.contains("appointment")) {
            MatchResult moved = one(scene, "(\\d+) days (later|earlier)");
            date.days(Integer.parseInt(moved.group(1)) * (moved.group(2).equals("later") ? 1 : -1));
            MatchResult away = one(scene, "(\\d+) days (before|after)");
            date.days(Integer.parseInt(away.group(1)) * (away.group(2).equals("after") ? 1 : -1));
        } else if (scene.startsWith("Yesterday was")) {
            date.days(1);
        } else if (scene.startsWith("Tomorrow is")) {
            date.days(-1);
        } else if (scene.startsWith("The day before yesterday was")) {
            date.days(2);
        } else if (scene.startsWith("The day after tomorrow is")) {
            date.days(-2);
        } else if (!scene.startsWith("Today is")) {
            throw new IllegalArgumentException("no way to read: " + scene);
        }
        return date;
    }

    private static MatchResult one(String text, String pattern) {
        List<MatchResult> found = Question.all(text, pattern);
        if (found.size() != 1) {
            throw new IllegalArgumentException("expected " + pattern + " once in: " + text);
        }
        return found.get(0);
    }

    private void go(String way) {
        int sign = way.endsWith("ago") ? -1 : 1;
        if (way.startsWith("one month") || way.startsWith("one year")) {
            int months = (way.startsWith("one month") ? 1 : 12) * sign;
            int count = year * 12 + month - 1 + months;
            year = count / 12;
            month = count % 12 + 1;
            if (day > 28) {
                throw new IllegalArgumentException("a month from the " + day + "th may not be there");
            }
        } else if (way.startsWith("one week")) {
            days(7 * sign);
        } else if (way.equals("tomorrow") || way.equals("yesterday")) {
            days(way.equals("tomorrow") ? 1 : -1);
        } else {
            days(Integer.parseInt(Question.group(way, "^(\\d+) days (?:ago|from today)$")) * sign);
        }
    }

    private void days(int number) {
        for (int i = 0; i < Math.abs(number); i++) {
            day += number > 0 ? 1 : -1;
            if (day > length()) {
                day = 1;
                month = month == 12 ? 1 : month + 1;
                year += month == 1 ? 1 : 0;
            } else if (day == 0) {
                month = month == 1 ? 12 : month - 1;
                year -= month == 12 ? 1 : 0;
                day = length();
            }
        }
    }

    private int length() {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return switch (month) {
            case 2 -> leap ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }
}
