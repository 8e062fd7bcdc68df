package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.greater4j.torch.format.GgufMetadata;

/** Writes the {@code tokenizer.json} that a GGUF file's metadata stand for. */
final class GgufTokenizerJson {
    private static final String SPACE = "\u2581";

    private final GgufMetadata metadata;
    private final GgufVocabulary vocabulary;
    private final StringWriter text = new StringWriter(1 << 20);

    private GgufTokenizerJson(GgufMetadata metadata, GgufVocabulary vocabulary) {
        this.metadata = metadata;
        this.vocabulary = vocabulary;
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    static String bytePairs(GgufMetadata metadata, GgufVocabulary vocabulary) {
        return new GgufTokenizerJson(metadata, vocabulary).bytePairs();
    }

    static String sentencePiece(GgufMetadata metadata, GgufVocabulary vocabulary) {
        return new GgufTokenizerJson(metadata, vocabulary).sentencePiece();
    }

    private String write(Body body) {
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("version", "1.0");
            out.writeNullField("truncation");
            out.writeNullField("padding");
            addedTokens(out);
            out.writeNullField("post_processor");
            body.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private String bytePairs() {
        String name = metadata.string("tokenizer.ggml.pre").orElse("default");
        PreTokenizers cutting = PreTokenizers.named(name, metadata.file().toString());
        List<String> merges = metadata.requiredStrings("tokenizer.ggml.merges");
        return write(out -> {
            cutting.write(out);
            out.writeObjectFieldStart("model");
            out.writeStringField("type", "BPE");
            out.writeNullField("unk_token");
            out.writeBooleanField("fuse_unk", false);
            out.writeBooleanField("byte_fallback", false);
            out.writeBooleanField("ignore_merges", cutting.wholeWords());
            vocabulary(out);
            out.writeArrayFieldStart("merges");
            for (String merge : merges) {
                int cut = merge.indexOf(' ', 1);
                if (cut < 0 || cut == merge.length() - 1) {
                    throw GgufVocabulary.invalid(
                            metadata,
                            "expected two tokens with a space between them in key tokenizer.ggml.merges, found '"
                                    + merge + "'");
                }
                pair(out, merge.substring(0, cut), merge.substring(cut + 1));
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private String sentencePiece() {
        float[] scores = metadata.floats("tokenizer.ggml.scores");
        if (scores.length != vocabulary.tokens().size()) {
            throw GgufVocabulary.invalid(
                    metadata,
                    "expected " + vocabulary.tokens().size()
                            + " scores, one for each token, in key tokenizer.ggml.scores, found " + scores.length);
        }
        Map<String, Integer> pieces = new HashMap<>(vocabulary.ids());
        pieces.values()
                .removeIf(id -> vocabulary.isMatchedFirst(id) || vocabulary.isByte(id) || vocabulary.isUnused(id));
        List<SentencePieceMerges.Merge> merges = SentencePieceMerges.of(vocabulary.tokens(), scores, pieces);
        boolean prefix = metadata.flagOr("tokenizer.ggml.add_space_prefix", true);
        return write(out -> {
            normalizer(out, prefix);
            out.writeNullField("pre_tokenizer");
            decoder(out, prefix);
            out.writeObjectFieldStart("model");
            out.writeStringField("type", "BPE");
            unknownToken(out);
            out.writeBooleanField("fuse_unk", true);
            out.writeBooleanField("byte_fallback", true);
            out.writeBooleanField("ignore_merges", false);
            vocabulary(out);
            out.writeArrayFieldStart("merges");
            for (SentencePieceMerges.Merge merge : merges) {
                pair(out, merge.left(), merge.right());
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void pair(JsonGenerator out, String left, String right) throws IOException {
        out.writeStartArray();
        out.writeString(left);
        out.writeString(right);
        out.writeEndArray();
    }

    private void unknownToken(JsonGenerator out) throws IOException {
        OptionalLong id = metadata.integer("tokenizer.ggml.unknown_token_id");
        if (id.isPresent()) {
            out.writeStringField(
                    "unk_token", vocabulary.text(metadata, "tokenizer.ggml.unknown_token_id", id.getAsLong()));
        } else if (vocabulary.ids().containsKey("<unk>")) {
            out.writeStringField("unk_token", "<unk>");
        } else {
            out.writeNullField("unk_token");
        }
    }

    private static void normalizer(JsonGenerator out, boolean prefix) throws IOException {
        out.writeObjectFieldStart("normalizer");
        out.writeStringField("type", "Sequence");
        out.writeArrayFieldStart("normalizers");
        if (prefix) {
            out.writeStartObject();
            out.writeStringField("type", "Prepend");
            out.writeStringField("prepend", SPACE);
            out.writeEndObject();
        }
        replace(out, " ", SPACE);
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void replace(JsonGenerator out, String from, String to) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "Replace");
        out.writeObjectFieldStart("pattern");
        out.writeStringField("String", from);
        out.writeEndObject();
        out.writeStringField("content", to);
        out.writeEndObject();
    }

    private static void decoder(JsonGenerator out, boolean prefix) throws IOException {
        out.writeObjectFieldStart("decoder");
        out.writeStringField("type", "Sequence");
        out.writeArrayFieldStart("decoders");
        replace(out, SPACE, " ");
        for (String type : List.of("ByteFallback", "Fuse")) {
            out.writeStartObject();
            out.writeStringField("type", type);
            out.writeEndObject();
        }
        if (prefix) {
            out.writeStartObject();
            out.writeStringField("type", "Strip");
            out.writeStringField("content", " ");
            out.writeNumberField("start", 1);
            out.writeNumberField("stop", 0);
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void vocabulary(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("vocab");
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            String token = vocabulary.tokens().get(id);
            if (vocabulary.ids().getOrDefault(token, id) == id) {
                out.writeNumberField(token, id);
            }
        }
        out.writeEndObject();
    }

    private void addedTokens(JsonGenerator out) throws IOException {
        boolean takesSpace = isPhi3();
        out.writeArrayFieldStart("added_tokens");
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            String token = vocabulary.tokens().get(id);
            if (!vocabulary.isMatchedFirst(id) || vocabulary.ids().getOrDefault(token, id) != id || token.isEmpty()) {
                continue;
            }
            out.writeStartObject();
            out.writeNumberField("id", id);
            out.writeStringField("content", token);
            out.writeBooleanField("single_word", false);
            out.writeBooleanField("lstrip", false);
            out.writeBooleanField("rstrip", takesSpace && takesSpaceAfter(token));
            out.writeBooleanField("normalized", false);
            out.writeBooleanField("special", vocabulary.isControl(id));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Phi-3's special tokens swallow the white space after them, which GGUF has no field for. */
    private boolean isPhi3() {
        String names = metadata.string("general.architecture").orElse("") + " "
                + metadata.string("general.name").orElse("");
        String lower = names.toLowerCase(Locale.ROOT);
        return metadata.string("tokenizer.ggml.model").orElse("").equals("llama")
                && (lower.contains("phi-3") || lower.contains("phi3"));
    }

    private static boolean takesSpaceAfter(String token) {
        return !token.equals("<unk>") && !token.equals("<s>") && !token.equals("<|endoftext|>");
    }
}
