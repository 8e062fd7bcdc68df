package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;
import org.greater4j.text.Message;

/** The two requests that several methods share: guess the instruction behind some answers, and say an instruction in other words. */
final class Writing {
    private Writing() {}

    /**
     * Instruction induction (APE): for each of some subsamples of the rows, the same request several times.
     *
     * @return what could be read and used, in order, repeats included
     */
    static List<String> induce(
            Workbench bench, List<Example> rows, int subsamples, int each, int demonstrations, Sampling sampling) {
        List<List<Message>> requests = new ArrayList<>();
        for (int subsample = 0; subsample < subsamples; subsample++) {
            List<Example> shown = Rows.sample(rows, demonstrations, bench.random());
            List<Message> request = bench.templates().fill("induce", Map.of("examples", Rows.pairs(bench, shown)));
            requests.addAll(Collections.nCopies(each, request));
        }
        return present(bench.proposePrompts("induce", requests, sampling, Replies.plain(bench)));
    }

    /** Other wordings of some prompts, several of each, in order. */
    static List<String> paraphrase(Workbench bench, List<String> prompts, int each, Sampling sampling) {
        List<List<Message>> requests = new ArrayList<>();
        for (String prompt : prompts) {
            List<Message> request = bench.templates().fill("paraphrase", Map.of("prompt", prompt));
            requests.addAll(Collections.nCopies(each, request));
        }
        return present(bench.proposePrompts("paraphrase", requests, sampling, Replies.plain(bench)));
    }

    static List<String> present(List<Optional<String>> texts) {
        return texts.stream().flatMap(Optional::stream).toList();
    }
}
