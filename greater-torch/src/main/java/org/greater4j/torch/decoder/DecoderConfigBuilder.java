package org.greater4j.torch.decoder;

import java.util.List;

/** Puts a {@link DecoderConfig} together; what is not set is as in Llama. */
public final class DecoderConfigBuilder {
    private final String architecture;
    private int vocabulary;
    private int embedding;
    private int heads;
    private int keyValueHeads;
    private int headSize;
    private int feedForward;
    private int contextLength;
    private List<LayerKind> layerKinds = List.of();
    private List<Rope> ropes = List.of();
    private int window;
    private NormPlacement norms = NormPlacement.BEFORE;
    private double normEpsilon = 1e-5;
    private QueryKeyNorm queryKeyNorm = QueryKeyNorm.NONE;
    private boolean attentionBias;
    private boolean outputBias;
    private boolean feedForwardBias;
    private Activation activation = Activation.SILU;
    private double queryScale;
    private double scoreCap;
    private double logitCap;
    private double embeddingScale = 1;

    public DecoderConfigBuilder(String architecture) {
        this.architecture = architecture;
    }

    public DecoderConfigBuilder vocabulary(int size) {
        vocabulary = size;
        return this;
    }

    public DecoderConfigBuilder embedding(int size) {
        embedding = size;
        return this;
    }

    /** Heads, key-value heads and the size of each; scores are scaled by 1/√D unless {@link #queryScale} says otherwise. */
    public DecoderConfigBuilder heads(int count, int keyValueCount, int size) {
        heads = count;
        keyValueHeads = keyValueCount;
        headSize = size;
        return this;
    }

    public DecoderConfigBuilder feedForward(int size) {
        feedForward = size;
        return this;
    }

    public DecoderConfigBuilder contextLength(int tokens) {
        contextLength = tokens;
        return this;
    }

    /** One kind a block. */
    public DecoderConfigBuilder layers(List<LayerKind> kinds) {
        layerKinds = kinds;
        return this;
    }

    public DecoderConfigBuilder ropes(Rope... all) {
        ropes = List.of(all);
        return this;
    }

    /** Tokens that a windowed block's token sees. */
    public DecoderConfigBuilder window(int tokens) {
        window = tokens;
        return this;
    }

    public DecoderConfigBuilder norms(NormPlacement placement) {
        norms = placement;
        return this;
    }

    public DecoderConfigBuilder normEpsilon(double epsilon) {
        normEpsilon = epsilon;
        return this;
    }

    public DecoderConfigBuilder queryKeyNorm(QueryKeyNorm norm) {
        queryKeyNorm = norm;
        return this;
    }

    public DecoderConfigBuilder attentionBias(boolean bias) {
        attentionBias = bias;
        return this;
    }

    public DecoderConfigBuilder outputBias(boolean bias) {
        outputBias = bias;
        return this;
    }

    public DecoderConfigBuilder feedForwardBias(boolean bias) {
        feedForwardBias = bias;
        return this;
    }

    public DecoderConfigBuilder activation(Activation function) {
        activation = function;
        return this;
    }

    /** What scores are multiplied by. */
    public DecoderConfigBuilder queryScale(double scale) {
        queryScale = scale;
        return this;
    }

    public DecoderConfigBuilder scoreCap(double cap) {
        scoreCap = cap;
        return this;
    }

    public DecoderConfigBuilder logitCap(double cap) {
        logitCap = cap;
        return this;
    }

    public DecoderConfigBuilder embeddingScale(double scale) {
        embeddingScale = scale;
        return this;
    }

    public DecoderConfig build() {
        return new DecoderConfig(
                architecture,
                vocabulary,
                embedding,
                heads,
                keyValueHeads,
                headSize,
                feedForward,
                contextLength,
                layerKinds,
                ropes,
                window,
                norms,
                normEpsilon,
                queryKeyNorm,
                attentionBias,
                outputBias,
                feedForwardBias,
                activation,
                queryScale == 0 ? 1 / Math.sqrt(headSize) : queryScale,
                scoreCap,
                logitCap,
                embeddingScale);
    }
}
