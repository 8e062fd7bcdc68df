package org.greater4j.app.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.greater4j.app.Interruption;
import org.greater4j.app.Machine;
import org.greater4j.app.Models;
import org.greater4j.app.RunListener;
import org.greater4j.engine.ModelInfo;
import org.greater4j.torch.session.EngineRates;
import org.greater4j.torch.session.MatrixPeak;
import org.greater4j.torch.session.TorchModel;

/** Times the engine by itself: how fast texts grow, by how many grow together and how long they are. */
public final class EngineBenchmark {
    private static final int[] ROWS = {1, 4, 16, 64};
    private static final int[] LENGTHS = {64, 256};

    private final Models models;
    private final RunListener listener;
    private final Interruption interruption;

    /** @param listener hears of the model */
    public EngineBenchmark(Models models, RunListener listener, Interruption interruption) {
        this.models = models;
        this.listener = listener;
        this.interruption = interruption;
    }

    /**
     * How fast texts grew.
     *
     * @param kind {@code prefill} (all at once), {@code decode} (token by token) or {@code verify} (32 known tokens at once, with the
     *     likeliest token behind each)
     * @param rows texts that grew together
     * @param length of each, before it grew by decoding or verifying
     * @param tokens that all rows took
     */
    public record Rate(String kind, int rows, int length, int tokens, double seconds) {
        public double tokensPerSecond() {
            return tokens / seconds;
        }
    }

    /**
     * What was measured; combinations that the model has no room for are left out.
     *
     * @param peak floating-point operations a second of the best matrix product in this process
     */
    public record Result(ModelInfo model, Machine machine, double peak, List<Rate> rates) {
        public Result {
            rates = List.copyOf(rates);
        }
    }

    /** Opens a model and measures; a minute or two for the default model. */
    public Result run(String model, String dtype, String device, Consumer<Rate> measured) {
        try (TorchModel opened = models.openTorch(model, dtype, device)) {
            ModelInfo info = opened.info();
            listener.modelLoaded(info);
            List<Rate> rates = new EngineRates(opened)
                            .measure(ROWS, LENGTHS, rate -> {
                                interruption.check();
                                measured.accept(of(rate));
                            })
                            .stream()
                            .map(EngineBenchmark::of)
                            .toList();
            return new Result(
                    info, Machine.of(info), MatrixPeak.measure(info.dtype().equals("bfloat16")), rates);
        }
    }

    private static Rate of(EngineRates.Rate rate) {
        return new Rate(
                rate.kind().name().toLowerCase(Locale.ROOT), rate.rows(), rate.length(), rate.tokens(), rate.seconds());
    }
}
