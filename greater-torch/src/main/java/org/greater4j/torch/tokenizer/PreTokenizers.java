package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * How a text is cut into words before byte pairs are merged: what the name in {@code tokenizer.ggml.pre} stands for.
 *
 * @param patterns regular expressions, each of which cuts the pieces of the one before; none where GPT-2's own pattern does the cutting
 * @param singleDigits whether every digit is cut off first
 * @param wholeWords whether a word that is in the vocabulary is one token, whatever the merges say
 * @param composed whether the text is brought to Unicode's form C first
 */
record PreTokenizers(List<String> patterns, boolean singleDigits, boolean wholeWords, boolean composed) {
    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String SPACES = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String PUNCTUATION = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|";
    private static final String WORDS = CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";
    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String PUNCTUATION_AND_SLASHES = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|";

    private static final String GPT_2 =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
    private static final String LLAMA_3 = WORDS + "\\p{N}{1,3}|" + PUNCTUATION + SPACES;
    private static final String QWEN_2 = WORDS + "\\p{N}|" + PUNCTUATION + SPACES;
    private static final String TEKKEN = cased("") + "\\p{N}|" + PUNCTUATION_AND_SLASHES + SPACES;
    private static final String GPT_4O = cased(CONTRACTIONS + "?") + "\\p{N}{1,3}|" + PUNCTUATION_AND_SLASHES + SPACES;

    private static final PreTokenizers PLAIN = new PreTokenizers(List.of(), false, false, false);
    private static final PreTokenizers DIGITS = new PreTokenizers(List.of(), true, false, false);
    private static final PreTokenizers LLAMA = new PreTokenizers(List.of(LLAMA_3), false, true, false);
    private static final PreTokenizers CL100K = new PreTokenizers(List.of(LLAMA_3), false, false, false);
    private static final PreTokenizers QWEN = new PreTokenizers(List.of(QWEN_2), false, false, true);
    /** For files that name none: punctuation, words and numbers by themselves, then digits three at a time. */
    private static final PreTokenizers UNNAMED = new PreTokenizers(
            List.of("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT_2, "\\p{N}+", "[0-9][0-9][0-9]"), false, false, false);

    private static final Map<String, PreTokenizers> BY_NAME = Map.ofEntries(
            Map.entry("default", UNNAMED),
            Map.entry("gpt-2", PLAIN),
            Map.entry("gpt2", PLAIN),
            Map.entry("phi-2", PLAIN),
            Map.entry("mpt", PLAIN),
            Map.entry("jais", PLAIN),
            Map.entry("roberta-bpe", PLAIN),
            Map.entry("granite-docling", PLAIN),
            Map.entry("olmo", new PreTokenizers(List.of(), false, false, true)),
            Map.entry("smollm", DIGITS),
            Map.entry("starcoder", DIGITS),
            Map.entry("refact", DIGITS),
            Map.entry("command-r", new PreTokenizers(List.of(), true, false, true)),
            Map.entry("codeshell", DIGITS),
            Map.entry("exaone", new PreTokenizers(List.of(), true, false, true)),
            Map.entry("minerva-7b", DIGITS),
            Map.entry("llama-bpe", LLAMA),
            Map.entry("llama3", LLAMA),
            Map.entry("llama-v3", LLAMA),
            Map.entry("falcon3", LLAMA),
            Map.entry("dbrx", CL100K),
            Map.entry("smaug-bpe", CL100K),
            Map.entry("qwen2", QWEN),
            Map.entry("stablelm2", QWEN),
            Map.entry("deepseek-r1-qwen", new PreTokenizers(List.of(QWEN_2), false, false, false)),
            Map.entry("tekken", new PreTokenizers(List.of(TEKKEN), false, true, false)),
            Map.entry("gpt-4o", new PreTokenizers(List.of(GPT_4O), false, false, false)));

    /** Words told apart by case: capitals, then small letters. */
    private static String cased(String ending) {
        return "[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "*" + LOWER + "+" + ending + "|[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "+"
                + LOWER + "*" + ending + "|";
    }

    static PreTokenizers named(String name, String file) {
        PreTokenizers found = BY_NAME.get(name);
        if (found == null) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "Tokenizer of " + file + ": expected one of " + new TreeSet<>(BY_NAME.keySet())
                            + " in key tokenizer.ggml.pre, found " + name
                            + "; take the model as a Hugging Face folder, whose tokenizer.json says all");
        }
        return found;
    }

    /** Writes the fields {@code normalizer}, {@code pre_tokenizer} and {@code decoder} of a {@code tokenizer.json}. */
    void write(JsonGenerator out) throws IOException {
        if (composed) {
            out.writeObjectFieldStart("normalizer");
            out.writeStringField("type", "NFC");
            out.writeEndObject();
        } else {
            out.writeNullField("normalizer");
        }
        out.writeObjectFieldStart("pre_tokenizer");
        out.writeStringField("type", "Sequence");
        out.writeArrayFieldStart("pretokenizers");
        if (singleDigits) {
            out.writeStartObject();
            out.writeStringField("type", "Digits");
            out.writeBooleanField("individual_digits", true);
            out.writeEndObject();
        }
        for (String pattern : patterns) {
            out.writeStartObject();
            out.writeStringField("type", "Split");
            out.writeObjectFieldStart("pattern");
            out.writeStringField("Regex", pattern);
            out.writeEndObject();
            out.writeStringField("behavior", "Isolated");
            out.writeBooleanField("invert", false);
            out.writeEndObject();
        }
        out.writeStartObject();
        byteLevel(out, patterns.isEmpty());
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
        out.writeObjectFieldStart("decoder");
        byteLevel(out, true);
        out.writeEndObject();
    }

    private static void byteLevel(JsonGenerator out, boolean cuts) throws IOException {
        out.writeStringField("type", "ByteLevel");
        out.writeBooleanField("add_prefix_space", false);
        out.writeBooleanField("trim_offsets", true);
        out.writeBooleanField("use_regex", cuts);
    }
}
