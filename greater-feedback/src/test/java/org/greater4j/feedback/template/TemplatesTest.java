package org.greater4j.feedback.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.error.GreaterException;
import org.greater4j.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {
    @TempDir
    Path folder;

    @Test
    void everyTemplateIsAChatThatEndsWithTheUser() {
        Templates templates = Templates.standard();
        for (String name : Templates.NAMES) {
            Template template = templates.get(name);
            Map<String, String> values = new HashMap<>();
            template.slots().forEach(slot -> values.put(slot, "<" + slot + ">"));
            List<Message> chat = templates.fill(name, values);
            assertThat(chat.get(chat.size() - 1).role()).as(name).isEqualTo("user");
            assertThat(chat.toString()).as(name).doesNotContain("{{");
            template.slots().forEach(slot -> assertThat(chat.toString()).contains("<" + slot + ">"));
        }
    }

    @Test
    void whatIsPutIntoASlotIsLeftAsItIs() {
        Template template = Template.parse("t", "[system]\nBe {{a}}.\n[user]\n{{b}}\n\nand {{a}}\n");
        assertThat(template.fill(Map.of("a", "{{b}} $1 \\", "b", "[user]")))
                .containsExactly(Message.system("Be {{b}} $1 \\."), Message.user("[user]\n\nand {{b}} $1 \\"));
        assertThatThrownBy(() -> template.fill(Map.of("a", "x"))).hasMessageContaining("found {{b}}");
    }

    @Test
    void aFileOfTheSameNameReplacesATemplate() throws IOException {
        Files.writeString(folder.resolve("paraphrase.txt"), "[user]\nAnders gesagt: {{prompt}}");
        Files.writeString(folder.resolve("notes.md"), "not a template");
        Templates templates = Templates.with(folder);
        assertThat(templates.text("paraphrase", Map.of("prompt", "Denk nach"))).isEqualTo("Anders gesagt: Denk nach");
        assertThat(templates.get("opro")).isEqualTo(Templates.standard().get("opro"));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws IOException {
        Files.writeString(folder.resolve("paraphrase.txt"), "[user]\n{{prompt}} {{score}}");
        Files.writeString(folder.resolve("opro.txt"), "no header");
        Files.writeString(folder.resolve("induce.txt"), "[user]\n\n[assistant]\nyes");
        Files.writeString(folder.resolve("unknown.txt"), "[user]\nhello");
        Files.write(folder.resolve("pe2-rewrite.txt"), new byte[] {'[', (byte) 0xff});

        assertThatThrownBy(() -> Templates.with(folder))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("paraphrase.txt: expected no slots but [prompt], found [score]")
                .hasMessageContaining(
                        "opro.txt: expected a first line [system], [user] or [assistant], found 'no header'")
                .hasMessageContaining("induce.txt: expected some text below [user], found none")
                .hasMessageContaining("unknown.txt: expected one of row-pair")
                .hasMessageContaining("pe2-rewrite.txt: expected text in UTF-8");
        assertThatThrownBy(() -> Templates.with(folder.resolve("nowhere")))
                .hasMessageContaining("expected a directory");
    }

    @Test
    void aChatThatDoesNotEndWithTheUserIsRefused() throws IOException {
        Files.writeString(folder.resolve("paraphrase.txt"), "[user]\n{{prompt}}\n[assistant]\nSure:");
        Files.writeString(folder.resolve("textgrad-prompt.txt"), "[system]\n{{score}} {{prompt}}");
        Files.writeString(folder.resolve("opro-score.txt"), "[assistant]\n{{prompt}}");

        assertThatThrownBy(() -> Templates.with(folder))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("paraphrase.txt: expected [user] as the last turn, which the model answers, found"
                        + " [assistant]; end the file with a turn of the user's")
                .hasMessageContaining("textgrad-prompt.txt: expected no slots but")
                .hasMessageContaining("textgrad-prompt.txt: expected [user] as the last turn")
                // a part of another request, of which the text alone counts
                .hasMessageNotContaining("opro-score.txt");
    }
}
