package org.greater4j.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.greater4j.error.ErrorCode;
import org.greater4j.fuzz.Fuzz;
import org.greater4j.text.Message;
import org.junit.jupiter.api.Test;

/** Chat templates that were damaged: other bytes, parts of other templates, and what Jinja's grammar is made of in any place. */
final class FuzzTemplatesTest {
    private static final List<Message> CHAT = List.of(
            Message.system("Be brief."),
            Message.user("Is 2 \"even\"? ü🙂"),
            Message.assistant("Yes."),
            Message.user("And 3?"));

    private static final List<String> MARKS = List.of(
            "{{",
            "}}",
            "{%",
            "%}",
            "{%-",
            "-%}",
            "{#",
            "#}",
            "(",
            ")",
            "[",
            "]",
            "(".repeat(500),
            "[".repeat(500),
            "not ".repeat(500),
            "| tojson",
            "| join",
            "| replace('a', 'aaaa')",
            "| list",
            "| sort",
            "| reverse",
            "| unique",
            "| map('upper')",
            "| tojson(indent=9999)",
            " * 999999999",
            " ** 99",
            " // 0",
            " % 0",
            " ~ messages",
            "[::-1]",
            "[:9999999999]",
            "[::0]",
            "-9223372036854775808",
            "1e999",
            "0x" + "0".repeat(5000),
            "1" + "_1".repeat(5000),
            "{% set n = namespace(l=[]) %}{% for i in range(150) %}{% set n.l = [n.l, range(9999)] %}{% endfor %}",
            "range(999999999)",
            "range(9, 0, -1)",
            "namespace(a=1)",
            "messages",
            "loop.index",
            "none",
            "strftime_now('%Y')",
            "raise_exception('no')",
            "{% for a in messages %}",
            "{% endfor %}",
            "{% if messages %}",
            "{% else %}",
            "{% endif %}",
            "{% set a = [] %}",
            "{% macro m(a) %}{{ m(a) }}{% endmacro %}{{ m(1) }}",
            "{{ ('a' * 1000) * 1000 }}",
            "'%s' % 1",
            "'%99999d' % 1",
            ".format(1)",
            ".split()",
            ".strip('a')",
            ".split('a')",
            ".rsplit('a')",
            ".splitlines()",
            ".count('aa')",
            ".replace('a', '')",
            "('a' * 200000).split('a')",
            "('a ' * 200000).rsplit()",
            "('a' * 400000).strip('b' * 200000 ~ 'a')",
            "('a' * 200000 ~ 'b') in ('a' * 400000)",
            "('a' * 400000).find('a' * 200000 ~ 'b')",
            "('a' * 400000).rfind('b' ~ 'a' * 200000)",
            "('a' * 400000).replace('a' * 200000 ~ 'b', 'c')",
            "('a' * 400000).count('a' * 200000 ~ 'b')",
            "('a' * 200000).startswith(['a' * 100000 ~ 'b'] * 100000)",
            "{% set f = ('a' * 400000).lower %}{% for i in range(99999) %}{% set y = f() %}{% endfor %}",
            ".items()",
            "\\",
            "'",
            "\"",
            "\n",
            "\u0000");

    @Test
    void templates() {
        List<byte[]> sound = new ArrayList<>();
        for (JsonNode expected : TestData.json("/expected/jinja.json")) {
            sound.add(expected.get("template").asText().getBytes(StandardCharsets.UTF_8));
        }
        Map<String, String> tokens = Map.of("bos_token", "<s>", "eos_token", "</s>");
        Fuzz.Outcome outcome =
                Fuzz.run("template", 1, EnumSet.of(ErrorCode.UNSUPPORTED_MODEL, ErrorCode.TEMPLATE_REFUSED), random -> {
                    String template = new String(damaged(sound, random), StandardCharsets.UTF_8);
                    new JinjaChatTemplate(template, tokens, "fuzz", LocalDate.EPOCH).render(CHAT, true);
                });
        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.sound()).isPositive();
    }

    private static byte[] damaged(List<byte[]> sound, Random random) {
        byte[] one = sound.get(random.nextInt(sound.size()));
        return switch (random.nextInt(3)) {
            case 0 -> Fuzz.damage(one, random);
            case 1 -> Fuzz.insert(one, MARKS, random);
            default -> Fuzz.splice(one, sound.get(random.nextInt(sound.size())), random);
        };
    }
}
