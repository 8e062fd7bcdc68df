package org.greater4j.torch.tokenizer.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.tokenizer.JinjaChatTemplate;
import org.greater4j.torch.tokenizer.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JinjaTemplateTest {
    static Stream<JsonNode> casesOfJinja() {
        return StreamSupport.stream(TestData.json("/expected/jinja.json").spliterator(), false);
    }

    /** What Jinja 2 renders is what is rendered here; where it fails, this fails. */
    @ParameterizedTest
    @MethodSource("casesOfJinja")
    void rendersAsJinjaDoes(JsonNode expected) {
        Map<String, String> tokens = Map.of("bos_token", "<s>", "eos_token", "</s>");
        if (expected.has("rendered")) {
            String text = new JinjaChatTemplate(
                            expected.get("template").asText(), tokens, "m", LocalDate.of(2025, 3, 7))
                    .render(
                            TestData.messages(expected.get("messages")),
                            expected.get("add_generation_prompt").asBoolean());
            assertThat(text).isEqualTo(expected.get("rendered").asText());
        } else {
            GreaterException e = catchThrowableOfType(
                    GreaterException.class,
                    () -> new JinjaChatTemplate(
                                    expected.get("template").asText(), tokens, "m", LocalDate.of(2025, 3, 7))
                            .render(
                                    TestData.messages(expected.get("messages")),
                                    expected.get("add_generation_prompt").asBoolean()));
            assertThat(e).as("Jinja: %s", expected.get("error")).isNotNull();
            assertThat(e.code()).isIn(ErrorCode.TEMPLATE_REFUSED, ErrorCode.UNSUPPORTED_MODEL);
        }
    }

    @Test
    void namesModelAndRolesOfAChatThatTheTemplateRaisesOn() {
        JinjaChatTemplate template = new JinjaChatTemplate(
                "{{ raise_exception('System role not supported') }}", Map.of(), "gemma", LocalDate.EPOCH);
        assertThatThrownBy(() -> template.render(
                        List.of(org.greater4j.text.Message.system("x"), org.greater4j.text.Message.user("y")), true))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPLATE_REFUSED))
                .hasMessage(
                        "Chat template of gemma refused a chat of the roles system, user: System role not supported");
    }

    @Test
    void namesTheLineThatCannotBeParsed() {
        assertThatThrownBy(() -> JinjaTemplate.parse("a\nb {% if x %}\n{{ 1 + }}"))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining("line 3: expected an expression, found the end of the tag");
        assertThatThrownBy(() -> JinjaTemplate.parse("{{ x | tojsn }}"))
                .hasMessageContaining("line 1: expected a known filter, found 'tojsn'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
                "{% set ns = namespace(s='0123456789') %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{% for i in range(1000000) %}{{ 'x' * 1000 }}{% endfor %}",
                "{{ 'x' * 99999999999 }}",
                "{{ ['x'] * 99999999999 }}",
                "{{ range(99999999) }}",
                "{{ ('x' * 9999999).replace('x', 'y' * 9999999) }}",
                "{{ (['x' * 1000] * 1000000) | join }}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{% set big = 'x' * 9999999 %}{% for i in range(99999) %}{% set y = big ~ 'x' %}{% endfor %}",
                "{% set big = 'x' * 9999999 %}{% for i in range(99999) %}{% if big == big %}{% endif %}{% endfor %}",
                "{% set big = 'x' * 9999999 %}{% for i in range(99999) %}{% if 'y' in big %}{% endif %}{% endfor %}",
                "{% set big = 'x' * 9999999 %}{% for i in range(99999) %}{% set y = big | upper %}{% endfor %}",
                "{% set big = 'x' * 9999999 %}{% for i in range(99999) %}{% set y = big.strip() %}{% endfor %}",
                "{% set big = range(999999) | list %}{% for i in range(99999) %}{% if -1 in big %}{% endif %}{% endfor %}",
                "{% set big = range(999999) | unique %}",
                "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
                "{% set big = ['x' * 9999999] * 999999 %}{% set y = big | sort %}",
                "{{ ('a' * 9999999).split('a') | length }}",
                "{{ ('a ' * 4999999).rsplit() | length }}",
                "{{ ('\n' * 9999999).splitlines() | length }}",
                "{{ ('a' * 9999999).startswith(['a' * 9999998 ~ 'b'] * 999999) }}",
                "{% set f = ('x' * 9999999).lower %}{% for i in range(999999) %}{% set y = f() %}{% endfor %}",
                "{% set f = range(999999) | list %}{% set f = f.index %}{% for i in range(999999) %}{% set y = f(999998) %}{% endfor %}",
                "{% set big = 'x' * 9999999 %}{% for i in range(999999) %}{% set y = big | length %}{% endfor %}",
                "{% set big = '9' * 9999999 %}{% for i in range(999999) %}{% set y = big | int %}{% endfor %}",
                "{% set big = ['x' * 9999999] %}{% for i in range(999999) %}{% set y = big | string %}{% endfor %}",
                "{% set big = ['x' * 9999999] %}{% for i in range(999999) %}{% set y = big | tojson %}{% endfor %}",
                "{% set m = {'x' * 9999999: 1} %}{% set x = 'x' * 9999999 %}{% for i in range(999999) %}{% set y = m[x] %}{% endfor %}",
                "{% for i in range(999999) %}{% set y = 'x'.ljust(9999999) %}{% endfor %}",
                "{% for i in range(999999) %}{% set y = [1] | batch(999999, 0) %}{% endfor %}",
                "{{ '%999999d' | format(1) }}{{ '{:999999}'.format('x') * 100 }}",
                "{% set ns = namespace(l=[]) %}{% for i in range(150) %}{% set ns.l = [ns.l, range(1000000)] %}{% endfor %}",
                "{% set ns = namespace(l=[]) %}{% for i in range(150) %}{% set ns.l = [ns.l, 'é' * 1000000] %}{% endfor %}",
                "{% set ns = namespace(l=[]) %}{% for i in range(150) %}{% set x %}{{ 'é' * 1000000 }}{% endset %}{% set ns.l = [ns.l, x] %}{% endfor %}",
                "{% set ns = namespace(l=[]) %}{% for i in range(150) %}{% set ns.l = [ns.l, 'é'.ljust(1000000)] %}{% endfor %}",
                "{% set ns = namespace(l=[]) %}{% for i in range(999999) %}{% set ns.l = [ns.l, {'a': 1}] %}{% endfor %}",
                "{% set ns = namespace(l=[]) %}{% for i in range(999999) %}{% set ns.l = [ns.l, namespace(a=1)] %}{% endfor %}",
                "{% set ns = namespace(l=[]) %}{% for i in range(150) %}{% set ns.l = [ns.l, ('a' * 1000000)[::-1] | list] %}{% endfor %}",
                "{% set x = range(100000) %}{% set y = ([x] * 1000) | map('list') %}",
                "{% set x = range(1000000) | batch(1) %}",
                "{% for a in 'a' * 1000000 %}{% for b in 'a' * 1000000 %}{% for c in 'a' * 1000000 %}{% for d in 'a' * 1000000 %}{% for e in 'a' * 1000000 %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
                "{% set ns = namespace(m={}) %}{% macro m() %}{% for i in [1] %}{{ m() | upper | lower }}{% endfor %}{% endmacro %}{{ m() }}",
            })
    void endsWhatWouldNotEnd(String template) {
        assertThatThrownBy(() -> JinjaTemplate.parse(template).render(Map.of()))
                .isInstanceOfSatisfying(
                        JinjaException.class, e -> assertThat(e.kind()).isEqualTo(JinjaException.Kind.LIMIT));
    }

    @Test
    void readsLongNumbersWithoutTheStack() {
        String zeros = "0".repeat(100_000);
        assertThat(JinjaTemplate.parse("{{ 0x" + zeros + "f }} {{ 0o" + zeros + "7 }} {{ 0b" + zeros + "1 }}")
                        .render(Map.of()))
                .isEqualTo("15 7 1");
        assertThat(JinjaTemplate.parse("{{ 0xF_f }} {{ 1_0_0 }} {{ 1_0.2_5 }} {{ 1e3 }} {{ 2.5E-1 }}")
                        .render(Map.of()))
                .isEqualTo("255 100 10.25 1000.0 0.25");
        for (String number : List.of("1" + "_1".repeat(100_000), "0x" + "_1".repeat(100_000), "1".repeat(100_000))) {
            assertThatThrownBy(() -> JinjaTemplate.parse("{{ " + number + " }}"))
                    .isInstanceOf(JinjaException.class)
                    .hasMessageContaining("expected an integer below 2^63");
        }
    }

    /** What a search that compares every place with all of the other text would need hours for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "('a' * 200000).split('a') | length => 200001",
                "('a' * 200000).rsplit('a', 150000) | length => 150001",
                "('a ' * 200000).split() | length => 200000",
                "(' a' * 200000).rsplit() | length => 200000",
                "('a' * 4000000 ~ 'b') in ('a' * 9000000) => False",
                "('a' * 4000000 ~ 'b') in ('a' * 9000000 ~ 'b') => True",
                "('a' * 9000000).find('a' * 4000000 ~ 'b') => -1",
                "('a' * 9000000).rfind('b' ~ 'a' * 4000000) => -1",
                "('b' ~ 'a' * 900000).rfind('b' ~ 'a' * 400000) => 0",
                "('a' * 9000000).count('a' * 4000000 ~ 'b') => 0",
                "('a' * 9000000).count('a' * 4000000) => 2",
                "('a' * 9000000).replace('a' * 4000000 ~ 'b', '') | length => 9000000",
                "('a' * 9000000).replace('a' * 4000000, '') | length => 1000000",
                "('a' * 9000000).partition('a' * 4000000 ~ 'b')[2] | length => 0",
                "('a' * 9000000).strip('b' * 4000000 ~ 'a') | length => 0",
            })
    void findsTextsInTimeThatGrowsWithTheirLengthsOnly(String expected) {
        String[] parts = expected.split(" => ");
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThat(JinjaTemplate.parse("{{ " + parts[0] + " }}").render(Map.of()))
                        .isEqualTo(parts[1]));
    }

    @Test
    void comparesListsWithinListsByWhatTheyAreWhereIdentityIsAsked() {
        String template = "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}"
                + "{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x is sameas ns.y }} {{ ns.x is sameas ns.x }}";
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThat(JinjaTemplate.parse(template).render(Map.of())).isEqualTo("False True"));
    }

    @Test
    void endsByTheClockWhatTheStepsDoNotForesee() {
        JinjaTemplate template = JinjaTemplate.parse("{% for i in range(3) %}{{ i }}{% endfor %}");
        assertThat(template.render(Map.of(), new Rendering(Duration.ofDays(1)))).isEqualTo("012");
        assertThatThrownBy(() -> template.render(Map.of(), new Rendering(Duration.ZERO)))
                .isInstanceOfSatisfying(
                        JinjaException.class, e -> assertThat(e.kind()).isEqualTo(JinjaException.Kind.LIMIT))
                .hasMessageContaining("wait for more than 0 s");
    }

    /** The quick search for short texts and the one for long ones, held against each other. */
    @Test
    void findsLongTextsWhereItFindsShortOnes() {
        Random random = new Random(8);
        for (int round = 0; round < 2000; round++) {
            int length = 17 + random.nextInt(6);
            String part = letters(random, length);
            StringBuilder text = new StringBuilder();
            for (int piece = 0; piece < 6; piece++) {
                text.append(
                        random.nextBoolean() ? part.substring(random.nextInt(3)) : letters(random, random.nextInt(9)));
            }
            String all = text.toString();
            assertThat(TextSearch.indexOf(all, part)).isEqualTo(all.indexOf(part));
            assertThat(TextSearch.lastIndexOf(all, part)).isEqualTo(all.lastIndexOf(part));
            assertThat(TextSearch.replace(all, part, "-", -1)).isEqualTo(all.replace(part, "-"));
            assertThat(TextSearch.split(all, part, Long.MAX_VALUE, false))
                    .isEqualTo(List.of((Object[]) all.split(Pattern.quote(part), -1)));
        }
    }

    private static String letters(Random random, int length) {
        return random.ints(length, 0, 20)
                .mapToObj(draw -> draw == 0 ? "b" : "a")
                .collect(Collectors.joining());
    }

    @Test
    void refusesNestingThatItsOwnStackCannotBear() {
        for (String open : List.of("(", "[", "not ", "-", "{'a':", "x[", "1 if 1 else ")) {
            assertThatThrownBy(() -> JinjaTemplate.parse("{{ " + open.repeat(100_000) + "1"))
                    .as(open)
                    .isInstanceOf(JinjaException.class);
        }
        assertThatThrownBy(() -> JinjaTemplate.parse("{% if 1 %}".repeat(100_000)))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining("levels of nesting");
    }

    /** Damaged templates give a text or an exception for the user, never another one. */
    @Test
    void survivesDamagedTemplates() {
        List<String> sound = new ArrayList<>();
        casesOfJinja().forEach(expected -> sound.add(expected.get("template").asText()));
        List<Object> chat = List.of(Map.of("role", "user", "content", "Hi"));
        long seed = 4711;
        Random random = new Random(seed);
        String characters = "{}%#-+|.()[]'\" \n1aé:,~*/<=";
        int failed = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder damaged = new StringBuilder(sound.get(random.nextInt(sound.size())));
            for (int i = 0; i < 1 + round % 3; i++) {
                int at = random.nextInt(damaged.length());
                damaged.replace(
                        at, at + random.nextInt(2), "" + characters.charAt(random.nextInt(characters.length())));
            }
            Map<String, Object> variables = new HashMap<>(Map.of("messages", chat, "add_generation_prompt", true));
            try {
                JinjaTemplate.parse(damaged.toString()).render(variables);
            } catch (JinjaException e) {
                failed++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + damaged, e);
            }
        }
        assertThat(failed).isBetween(1_000, 19_000);
    }
}
