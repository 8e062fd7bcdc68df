package org.greater4j.torch.family;

import java.util.List;
import org.greater4j.torch.decoder.Rope;

/**
 * The rotary embedding of a {@code config.json}: {@code rope_theta} and {@code rope_scaling}, or {@code rope_parameters} as newer versions
 * of transformers write both.
 *
 * <p>Two kinds of scaling depend on how long a text is. {@code dynamic} changes nothing up to {@code max_position_embeddings}, where this
 * engine ends. {@code longrope} has one set of factors for texts within the context that the model was first trained on, and another one
 * for all tokens of a longer text, also those that were cached before it became longer; so only the first context is used.
 *
 * @param contextLength most tokens that the rope may be used for
 */
record HuggingFaceRope(Rope rope, int contextLength) {
    private static final List<String> KNOWN =
            List.of("default", "linear", "dynamic", "llama3", "yarn", "longrope", "su");

    /**
     * @param rotated numbers of a head that turn
     * @param contextLength {@code max_position_embeddings}
     * @param trainedContext {@code original_max_position_embeddings} beside it
     */
    static HuggingFaceRope of(
            HuggingFaceConfig config, int rotated, double defaultBase, int contextLength, int trainedContext) {
        HuggingFaceConfig scaling = config.object(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
        double base = scaling.positive("rope_theta", config.positive("rope_theta", defaultBase));
        return of(scaling, base, rotated, contextLength, trainedContext);
    }

    static HuggingFaceRope of(
            HuggingFaceConfig scaling, double base, int rotated, int contextLength, int trainedContext) {
        String type = scaling.text("rope_type", scaling.text("type", "default"));
        Rope plain = Rope.of(base, rotated);
        return switch (type) {
            case "default", "dynamic" -> new HuggingFaceRope(plain, contextLength);
            case "linear" -> new HuggingFaceRope(plain.linear(factor(scaling)), contextLength);
            case "llama3" ->
                new HuggingFaceRope(
                        plain.llama3(
                                factor(scaling),
                                scaling.number("low_freq_factor"),
                                scaling.number("high_freq_factor"),
                                scaling.number("original_max_position_embeddings")),
                        contextLength);
            case "yarn" -> new HuggingFaceRope(yarn(scaling, base, rotated, contextLength), contextLength);
            case "longrope", "su" -> longRope(scaling, plain, contextLength, trainedContext);
            default -> {
                scaling.unsupported("a rope_type out of " + String.join(", ", KNOWN), "'" + type + "'");
                yield new HuggingFaceRope(plain, contextLength);
            }
        };
    }

    private static double factor(HuggingFaceConfig scaling) {
        scaling.number("factor");
        return scaling.positive("factor", 1);
    }

    private static Rope yarn(HuggingFaceConfig scaling, double base, int rotated, int contextLength) {
        double factor = factor(scaling);
        double growth = Rope.Yarn.attentionFactor(factor, 1);
        if (scaling.number("mscale", 0) != 0 && scaling.number("mscale_all_dim", 0) != 0) {
            growth = Rope.Yarn.attentionFactor(factor, scaling.number("mscale", 1))
                    / Rope.Yarn.attentionFactor(factor, scaling.number("mscale_all_dim", 1));
        }
        return Rope.yarn(
                base,
                rotated,
                new Rope.Yarn(
                        factor,
                        scaling.positive("original_max_position_embeddings", contextLength),
                        scaling.positive("beta_fast", 32),
                        scaling.positive("beta_slow", 1),
                        scaling.number("attention_factor", growth),
                        scaling.flag("truncate", true)));
    }

    private static HuggingFaceRope longRope(
            HuggingFaceConfig scaling, Rope plain, int contextLength, int trainedContext) {
        int trained = scaling.count("original_max_position_embeddings", trainedContext);
        double factor = trained == contextLength ? scaling.positive("factor", 1) : (double) contextLength / trained;
        double growth = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(trained));
        List<Double> factors =
                scaling.numbers("short_factor", plain.frequencies().size());
        return new HuggingFaceRope(
                plain.divided(factors).scaled(scaling.number("attention_factor", growth)),
                Math.min(contextLength, trained));
    }
}
