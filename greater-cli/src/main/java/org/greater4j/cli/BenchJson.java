package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.greater4j.app.Machine;
import org.greater4j.app.bench.BenchmarkResult;
import org.greater4j.app.bench.MeasuredStep;
import org.greater4j.app.bench.Part;
import org.greater4j.app.bench.ResidentMemory;
import org.greater4j.app.bench.Work;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.Statistics;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.StepRecord;
import org.jspecify.annotations.Nullable;

/** What a benchmark came to, as JSON; what is not known is null. */
final class BenchJson {
    private BenchJson() {}

    static ObjectNode of(BenchmarkResult result) {
        ObjectNode object = JsonOutput.object();
        model(object, result.model());
        object.put("task", result.question().task());
        ArrayNode examples = object.putArray("examples");
        result.question().examples().forEach(examples::add);
        object.put("seed", result.config().search().seed());
        object.put("placement", result.config().placement().label());
        object.put("maxNewTokens", result.config().maxNewTokens());
        object.set("search", JsonOutput.of(result.config().search()));
        ArrayNode accelerations = object.putArray("accelerations");
        result.config().accelerations().stream().map(Acceleration::label).forEach(accelerations::add);
        machine(object, result.machine());
        object.put("peakFlopPerSecond", result.peak());
        object.put("seconds", result.seconds());
        put(object, "meanStepSeconds", result.meanStepSeconds());
        put(object, "medianStepSeconds", result.medianStepSeconds());
        ObjectNode parts = object.putObject("parts");
        for (Part part : Part.values()) {
            work(parts.putObject(part.label()), result.work(part), result);
        }
        parts.putObject("other").put("seconds", result.ownSeconds());
        Statistics all = result.total().statistics();
        object.set("statistics", JsonOutput.of(all));
        put(object, "draftAcceptance", countShare(all.acceptedTokens(), all.draftedTokens()));
        put(object, "knownAssessments", countShare(all.hits(), all.lookups()));
        put(object, "prunedChains", countShare(all.prunedChains(), all.wantedChains()));
        put(object, "wastedFlop", share(all.wastedFlop(), all.neededFlop() + all.wastedFlop()));
        object.set("residentMemory", memory(result.memory()));
        start(object.putObject("start"), result);
        ArrayNode steps = object.putArray("steps");
        result.steps().forEach(step -> step(steps.addObject(), step, result));
        object.set("finalPrompt", JsonOutput.of(result.finalPrompt()));
        object.set("comparison", result.comparison() == null ? null : JsonOutput.of(result.comparison()));
        return object;
    }

    static void model(ObjectNode object, ModelInfo model) {
        object.put("model", model.name());
        object.put("modelSha256", model.sha256());
        object.put("parameters", model.parameters());
        object.put("dtype", model.dtype());
        object.put("device", model.device());
        object.set("engine", JsonOutput.of(model.settings()));
    }

    static void machine(ObjectNode object, Machine machine) {
        object.set("machine", JsonOutput.of(machine));
    }

    private static void start(ObjectNode object, BenchmarkResult result) {
        object.set("prompt", JsonOutput.of(result.question().initial()));
        scored(object, result.start().scored());
        put(object, "meanChainTokens", result.start().meanChain());
        work(object, result.start().work(), result);
        object.set("residentMemory", memory(result.start().memory()));
    }

    private static void step(ObjectNode object, MeasuredStep step, BenchmarkResult result) {
        StepRecord record = step.record();
        object.put("step", record.step());
        object.put("position", record.position());
        object.put("k", record.k());
        object.put("candidates", record.candidates().length);
        object.put("droppedByRoundTrip", record.droppedByRoundTrip());
        object.put("tried", record.trials().size());
        object.put("token", record.chosen());
        object.put("reason", record.reason().name());
        object.put("prompt", record.after().text());
        StepRecord.Trial chosen = step.chosen();
        if (chosen != null) {
            object.put("text", chosen.text());
            scored(object, chosen.scored());
            put(object, "meanChainTokens", step.meanChain());
        }
        object.put("seconds", step.seconds());
        object.put("tokens", step.total().cost().tokens());
        ObjectNode parts = object.putObject("parts");
        for (Part part : new Part[] {Part.PROPOSE, Part.GRADIENT, Part.SELECT}) {
            work(parts.putObject(part.label()), step.work(part), result);
        }
        parts.putObject("other").put("seconds", step.ownSeconds());
        object.set("statistics", JsonOutput.of(step.total().statistics()));
        object.set("residentMemory", memory(step.memory()));
    }

    private static void scored(ObjectNode object, ScoredPrompt scored) {
        object.put("score", scored.score());
        object.put("mistakes", scored.mistakes());
    }

    private static void work(ObjectNode object, Work work, BenchmarkResult result) {
        object.put("questions", work.questions());
        object.put("seconds", work.seconds());
        object.put("tokens", work.cost().tokens());
        object.set("cost", JsonOutput.of(work.cost()));
        double needed = work.statistics().neededFlop();
        put(object, "neededFlop", needed == 0 ? Double.NaN : needed);
        put(object, "flopPerSecond", needed == 0 ? Double.NaN : needed / work.seconds());
        put(object, "efficiency", result.efficiency(work));
    }

    private static @Nullable ObjectNode memory(@Nullable ResidentMemory memory) {
        return memory == null
                ? null
                : JsonOutput.object().put("bytes", memory.bytes()).put("peakBytes", memory.peakBytes());
    }

    private static double countShare(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }

    private static double share(double part, double whole) {
        return whole == 0 ? Double.NaN : part / whole;
    }

    private static void put(ObjectNode object, String name, double number) {
        object.put(name, Double.isFinite(number) ? (Double) number : null);
    }
}
