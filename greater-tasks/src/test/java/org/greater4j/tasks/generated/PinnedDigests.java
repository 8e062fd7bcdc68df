package org.greater4j.tasks.generated;

import java.util.Map;

/** What 50 examples of seed 42 hash to, by generator and difficulty. */
final class PinnedDigests {
    static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("addition_in_words 1", "18ca9f7c"),
            Map.entry("addition_in_words 2", "5cd02d69"),
            Map.entry("addition_in_words 3", "78c2215"),
            Map.entry("boolean_expressions 1", "4bc77948"),
            Map.entry("boolean_expressions 2", "9a1ff0f6"),
            Map.entry("boolean_expressions 3", "d52c5689"),
            Map.entry("date_understanding 1", "92fc70b2"),
            Map.entry("date_understanding 2", "d27d1d86"),
            Map.entry("date_understanding 3", "92b62f5d"),
            Map.entry("is_animal 1", "ca088b8d"),
            Map.entry("is_animal 2", "654de2f8"),
            Map.entry("is_animal 3", "5f8c2a8d"),
            Map.entry("larger_number 1", "ad5c9f54"),
            Map.entry("larger_number 2", "14b9ff4b"),
            Map.entry("larger_number 3", "e88065ba"),
            Map.entry("multistep_arithmetic 1", "65db6834"),
            Map.entry("multistep_arithmetic 2", "7f4bd7d9"),
            Map.entry("multistep_arithmetic 3", "8dd60035"),
            Map.entry("navigate 1", "6e64856a"),
            Map.entry("navigate 2", "7c3c5806"),
            Map.entry("navigate 3", "19f56c77"),
            Map.entry("object_counting 1", "f53fe043"),
            Map.entry("object_counting 2", "1304af15"),
            Map.entry("object_counting 3", "49c0384b"),
            Map.entry("sentiment 1", "f5bf025d"),
            Map.entry("sentiment 2", "97ef7617"),
            Map.entry("sentiment 3", "7a239fc3"),
            Map.entry("tracking_shuffled_objects 1", "37716cf5"),
            Map.entry("tracking_shuffled_objects 2", "3be18a28"),
            Map.entry("tracking_shuffled_objects 3", "5bf85eb2"),
            Map.entry("web_of_lies 1", "63cd9e32"),
            Map.entry("web_of_lies 2", "c9ff740e"),
            Map.entry("web_of_lies 3", "3ba606b7"),
            Map.entry("word_at_position 1", "6ac22da7"),
            Map.entry("word_at_position 2", "64a9c69c"),
            Map.entry("word_at_position 3", "25201f5b"));

    private PinnedDigests() {}
}
