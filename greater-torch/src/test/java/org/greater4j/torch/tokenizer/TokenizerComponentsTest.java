package org.greater4j.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of these files ends the process if it reaches the native library and a text is encoded. */
final class TokenizerComponentsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Arguments> partsThatTheLibraryDoesNotSurvive() {
        return Stream.of(
                Arguments.of("pre_tokenizer", split("(a+)+$"), "a repeated group"),
                Arguments.of("pre_tokenizer", sequence("pretokenizers", split("(a|a)*$")), "a repeated group"),
                Arguments.of("pre_tokenizer", split("a*a*a*a*$"), "repetitions in a row"),
                Arguments.of("pre_tokenizer", split("\\\\w*\\\\w*\\\\w*(?=\\\\d)[a-z]"), "repetitions in a row"),
                Arguments.of("pre_tokenizer", split("\\\\w+\\\\w+\\\\s"), "repetitions in a row"),
                Arguments.of("pre_tokenizer", "{'type': 'FixedLength', 'length': 0}", "pieces of length 1"),
                Arguments.of(
                        "normalizer", "{'type': 'Precompiled', 'precompiled_charsmap': 'AAAA'}", "a table compiled"),
                Arguments.of("normalizer", sequence("normalizers", grow(), grow(), grow()), "at most 16 times"),
                Arguments.of(
                        "normalizer",
                        "{'type': 'Replace', 'pattern': {'Regex': 'a*'}, 'content': 'aa'}",
                        "a match of nothing"),
                Arguments.of("decoder", "{'type': 'Strip', 'content': 'a', 'start': 1, 'stop': 1}", "at their end"),
                Arguments.of("post_processor", template("{'SpecialToken': {'id': 'x', 'type_id': 0}}"), "'x'"),
                Arguments.of("post_processor", template("{'Sequence': {'id': 'B', 'type_id': 0}}"), "for one text"),
                Arguments.of("post_processor", template("{'SpecialToken': ['x', 0]}"), "for one text"),
                Arguments.of("decoder", "['Strip', 'a', 1, 1]", "an object for every part"),
                Arguments.of("decoder", "{'content': 'a', 'start': 1, 'stop': 1}", "at their end"),
                Arguments.of(
                        "model",
                        "{'type': 'BPE', 'continuing_subword_prefix': '###', 'vocab': {'a': 0, 'b': 1, 'ab': 2},"
                                + " 'merges': [['a', 'b']]}",
                        "found '###'"));
    }

    private static String split(String regex) {
        return "{'type': 'Split', 'pattern': {'Regex': '" + regex + "'}, 'behavior': 'Isolated', 'invert': false}";
    }

    private static String sequence(String field, String... parts) {
        return "{'type': 'Sequence', '" + field + "': [" + String.join(", ", parts) + "]}";
    }

    private static String grow() {
        return "{'type': 'Replace', 'pattern': {'String': 'a'}, 'content': '" + "a".repeat(20) + "'}";
    }

    private static String template(String piece) {
        return "{'type': 'TemplateProcessing', 'single': [" + piece + "], 'pair': [], 'special_tokens': {}}";
    }

    @ParameterizedTest
    @MethodSource("partsThatTheLibraryDoesNotSurvive")
    void refusesPartsThatTheLibraryDoesNotSurvive(String field, String part, String found) throws Exception {
        JsonNode root =
                MAPPER.readTree(Files.readString(TestData.path("/golden/tokenizers/header_style/tokenizer.json")));
        ((ObjectNode) root).set(field, MAPPER.readTree(part.replace('\'', '"')));
        assertThatThrownBy(() -> FastTokenizer.of(root.toString(), "file.json").close())
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContainingAll("file.json", field, found);
    }

    @Test
    void saysWhenATextHasNoIds() throws Exception {
        JsonNode root =
                MAPPER.readTree(Files.readString(TestData.path("/golden/tokenizers/header_style/tokenizer.json")));
        ((ObjectNode) root)
                .set(
                        "model",
                        MAPPER.readTree("{\"type\": \"WordLevel\", \"vocab\": {\"a\": 0}, \"unk_token\": \"?\"}"));
        assertThatThrownBy(() -> FastTokenizer.of(root.toString(), "file.json").close())
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL))
                .hasMessageContainingAll("file.json", "expected ids for every text");
    }

    /** How the families and others that users run cut words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s+",
                "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+",
                "[\\p{Han}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}&&[^\\p{Han}]]*[\\p{Ll}&&[^\\p{Han}]]+",
                " ?[^(\\s|[.,!?…。，、।۔،])]+",
                "\\d{1,3}(?=(?:\\d{3})*\\b)",
                "\\p{N}{1,3}(?=(?:\\p{N}{3})*(?:\\P{N}|$))",
                "a*b*c*d*",
                "a{1,9}a{1,9}b",
                "\\d",
                "(?<=a)b{2,4}(c|d)?",
                ""
            })
    void takesPatternsThatCutWords(String pattern) {
        assertThat(RegexRisk.of(pattern, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a*", "a?", "a|b*", "(a?)", "(?=a)", "^", "\\b", "a{0,3}", "(a|)b?", "(a+)?", "a{1}?"})
    void seesWhatMatchesNothing(String pattern) {
        assertThat(RegexRisk.of(pattern, true)).isEmpty();
        assertThat(RegexRisk.of(pattern, false)).contains("a match of nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a+", " {2,}", "^a", "(a|b)c?", "\\s+", "[ \\t]", "a+?", "(?:a|b)", "x*y", "\\n|\\r"})
    void seesWhatMatchesSomething(String pattern) {
        assertThat(RegexRisk.of(pattern, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+",
                "(?:a|b)*",
                "((a)?b+){3,}",
                "(?i:a*)+",
                "(a{2,})*",
                "(a+){20}",
                "(a{1,99}){1,99}",
                "a+b*c+d*",
                "(a*b*)c*d*e",
                "a{0,}b{0,}c{0,}d{0,}e",
                "a*a*b",
                "a{2,}a{2,}b",
                "a+?a+?b",
                "a{1,3}+b",
                "a{2,}{3,}",
                "(?:a?a)+b",
                "(?:a{0,2}a){9,}b",
                "a*(?:a*b|c)",
                "a*(?=a*b)",
                "a*(?!a*)",
                "a*(?>a*)b",
                "a*a++b",
                "a*(?<=a*)b",
                "(?<=a*a*)b",
                "(?:a*a*b)?",
                "a*(?i)a|a*b",
                "a*a*b{,}",
                "a*a*b{1,2,3}",
                "(?x)(a|b) +c",
                "(?L)a*a*",
                "(?:^){1000}",
                "a(?#)+b",
                "(a)\\1",
                "\\g<0>",
                "(?(1)a)",
                "((a+)b)+",
                "[]a]*[^]]*b*c"
            })
    void seesRisks(String pattern) {
        assertThat(RegexRisk.of(pattern, true)).isPresent();
    }

    @Test
    void seesRisksOfLongPatterns() {
        for (String pattern : List.of(
                "a?".repeat(40) + "b",
                "(?:a|a)".repeat(40) + "b",
                "(".repeat(1000) + "a" + ")".repeat(1000),
                "(?i)".repeat(2000),
                "a".repeat(10_001))) {
            assertThat(RegexRisk.of(pattern, true)).as(pattern.substring(0, 10)).isPresent();
        }
    }
}
