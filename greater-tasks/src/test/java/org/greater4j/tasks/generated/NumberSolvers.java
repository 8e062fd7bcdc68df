package org.greater4j.tasks.generated;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;

/** Reads numbers and lists out of a question's text. */
final class NumberSolvers {
    private static final Map<String, Integer> WORDS = words();
    private static final Map<String, String> KINDS = kinds();
    private static final List<String> PLACES =
            List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth");

    private NumberSolvers() {}

    private static Map<String, Integer> words() {
        Map<String, Integer> words = new HashMap<>();
        String[] small =
                ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
                                + " sixteen seventeen eighteen nineteen")
                        .split(" ");
        for (int i = 0; i < small.length; i++) {
            words.put(small[i], i);
        }
        String[] tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
        for (int i = 0; i < tens.length; i++) {
            words.put(tens[i], 20 + 10 * i);
        }
        return words;
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new HashMap<>();
        put(
                kinds,
                "fruits",
                "apple apples banana bananas orange oranges peach peaches plum plums strawberry strawberries"
                        + " grape grapes blackberry blackberries nectarine nectarines raspberry raspberries pear pears mango mangoes");
        put(
                kinds,
                "vegetables",
                "carrot carrots onion onions potato potatoes cabbage cabbages turnip turnips radish"
                        + " radishes leek leeks cauliflower cauliflowers parsnip parsnips beetroot beetroots");
        put(
                kinds,
                "musical instruments",
                "flute flutes piano pianos trombone trombones violin violins accordion"
                        + " accordions clarinet clarinets drum drums trumpet trumpets guitar guitars harp harps cello cellos oboe oboes");
        put(
                kinds,
                "animals",
                "cat cats dog dogs goat goats cow cows pig pigs rabbit rabbits duck ducks snail snails"
                        + " donkey donkeys bear bears frog frogs chicken chickens fox foxes");
        put(
                kinds,
                "pieces of furniture",
                "chair chairs table tables sofa sofas bed beds desk desks wardrobe wardrobes"
                        + " bookcase bookcases armchair armchairs stool stools bench benches");
        return kinds;
    }

    private static void put(Map<String, String> kinds, String kind, String nouns) {
        for (String noun : nouns.split(" ")) {
            if (kinds.put(noun, kind) != null) {
                throw new IllegalStateException(noun + " is of two kinds");
            }
        }
    }

    /** Adds up all numbers in words. */
    static String addition(String question) {
        int sum = 0;
        int numbers = 0;
        int number = -1;
        for (String word : question.toLowerCase(Locale.ROOT).split("[^a-z]+")) {
            if (WORDS.containsKey(word)) {
                number = Math.max(number, 0) + WORDS.get(word);
            } else if (word.equals("hundred")) {
                number *= 100;
            } else if (number >= 0) {
                sum += number;
                numbers++;
                number = -1;
            }
        }
        // a number at the very end
        if (number >= 0) {
            sum += number;
            numbers++;
        }
        if (numbers != 2) {
            throw new IllegalArgumentException("expected two numbers in: " + question);
        }
        return Integer.toString(sum);
    }

    static String larger(String question) {
        List<String> numbers = Question.all(question, "\\d+(?:\\.\\d+)?").stream()
                .map(MatchResult::group)
                .toList();
        if (numbers.size() != 2) {
            throw new IllegalArgumentException("expected two numbers in: " + question);
        }
        boolean first = Double.parseDouble(numbers.get(0)) > Double.parseDouble(numbers.get(1));
        return numbers.get(first ? 0 : 1);
    }

    static String wordAtPosition(String question) {
        List<String> words = List.of(Question.group(question, "list: (.*)\\?").split(", "));
        String place = Question.group(question, "What is the (\\w+) word");
        if (place.equals("last")) {
            return words.get(words.size() - 1);
        }
        int index = PLACES.indexOf(place);
        return words.get(question.contains("from the end") ? words.size() - 1 - index : index);
    }

    static String counting(String question) {
        String asked = Question.group(question, "How many (.*) do I have");
        int count = 0;
        for (String thing : Question.group(question, "I have (.*?)\\. ").split(", and |, | and ")) {
            int space = thing.indexOf(' ');
            String number = thing.substring(0, space);
            String noun = thing.substring(space + 1);
            String kind = KINDS.get(noun);
            if (kind == null) {
                throw new IllegalArgumentException("no kind known of " + noun);
            }
            boolean article = number.equals("a") || number.equals("an");
            if (article && number.equals("an") != "aeiou".contains(noun.substring(0, 1))) {
                throw new IllegalArgumentException("wrong article: " + thing);
            }
            if (kind.equals(asked)) {
                count += article ? 1 : WORDS.getOrDefault(number, Integer.MIN_VALUE);
            }
        }
        return Integer.toString(count);
    }
}
