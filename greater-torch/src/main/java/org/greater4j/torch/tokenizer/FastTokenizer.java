package org.greater4j.torch.tokenizer;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.text.Tokenizer;

/**
 * A tokenizer made of a {@code tokenizer.json}, run by Hugging Face's {@code tokenizers} library.
 *
 * <p>{@link #encode} and {@link #decode} take a text for a part of a longer one, since a chat is put together out of parts: the prompt
 * alone and the prompt inside of a turn must have the same ids. For most tokenizers there is no difference. Those in SentencePiece's
 * tradition (Llama 2, Mistral, Phi-3) put a space before a text and take one away when they decode; here they do so after a special
 * token, as they would inside of a chat, but not at the start. {@link #encodeAlone} gives the ids of a text that stands for itself.
 *
 * <p>Thread-safe. Owns native memory: close it.
 */
public final class FastTokenizer implements Tokenizer, AutoCloseable {
    /** In no vocabulary and of no script, so nothing merges with it and no pattern joins it to the next character. */
    private static final String FORE_TEXT = "\u0001";
    /** What is decoded before the ids of a text; a plain letter, since a byte would join with bytes that follow. */
    private static final String FORE_LETTER = "a";

    private final TokenizersLibrary library = NativeTokenizers.library();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final String source;
    private final int vocabularySize;
    private final BitSet special;
    private final int[] foreIds;
    private final int[] foreLetterIds;
    private long handle;

    private FastTokenizer(long handle, String source, int vocabularySize, BitSet special) {
        this.handle = handle;
        this.source = source;
        this.vocabularySize = vocabularySize;
        this.special = special;
        int[] fore = encodeAlone(FORE_TEXT);
        int[] letter = encodeAlone(FORE_LETTER);
        boolean startDiffers = !Arrays.equals(encodeAlone(FORE_TEXT + FORE_LETTER), join(fore, letter));
        this.foreIds = startDiffers ? fore : new int[0];
        this.foreLetterIds = startDiffers ? letter : new int[0];
    }

    /**
     * Makes a tokenizer.
     *
     * @param json the text of a {@code tokenizer.json}
     * @param source the file it is of, for errors
     * @param alsoSpecial ids that are special though the JSON doesn't say so
     * @throws GreaterException ({@code INVALID_MODEL}) if it can't be read
     */
    public static FastTokenizer of(String json, String source, int... alsoSpecial) {
        return of(TokenizerJson.read(json, source, Set.of()), json, source, alsoSpecial);
    }

    static FastTokenizer of(TokenizerJson facts, String json, String source, int... alsoSpecial) {
        BitSet special = (BitSet) facts.special().clone();
        for (int id : alsoSpecial) {
            special.set(id);
        }
        TokenizersLibrary library = NativeTokenizers.library();
        long handle;
        try {
            handle = library.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Tokenizer: expected a tokenizer.json that Hugging Face's tokenizers read in " + source
                            + ", found: " + e.getMessage(),
                    e);
        }
        // Some files ask for encodings to be cut or filled up to a length, which is no part of a text's ids.
        library.disableTruncation(handle);
        library.disablePadding(handle);
        boolean made = false;
        try {
            int size = Math.max(facts.vocabularySize(), special.length());
            FastTokenizer tokenizer = new FastTokenizer(handle, source, size, special);
            made = true;
            return tokenizer;
        } finally {
            if (!made) {
                library.deleteTokenizer(handle);
            }
        }
    }

    @Override
    public int[] encode(String text) {
        if (foreIds.length == 0 || text.isEmpty()) {
            return encodeAlone(text);
        }
        int[] ids = encodeAlone(FORE_TEXT + text);
        if (!startsWith(ids, foreIds)) {
            return encodeAlone(text); // a combining mark, say, that joined the fore-text
        }
        return Arrays.copyOfRange(ids, foreIds.length, ids.length);
    }

    /** Ids of a text that stands for itself, as the model's own program gives them without special tokens. */
    public int[] encodeAlone(String text) {
        return text.isEmpty() ? new int[0] : encode(text, false);
    }

    /**
     * Ids of a text that stands for itself, with the special tokens that the model's own program puts around it; the chat template does
     * not come into it.
     */
    public int[] encodeWithSpecialTokens(String text) {
        return encode(text, true);
    }

    private int[] encode(String text, boolean withSpecialTokens) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            long encoding = library.encode(openHandle(), text, withSpecialTokens);
            try {
                long[] ids = library.getTokenIds(encoding);
                int[] narrow = new int[ids.length];
                for (int i = 0; i < narrow.length; i++) {
                    narrow[i] = (int) ids[i];
                }
                return narrow;
            } finally {
                library.deleteEncoding(encoding);
            }
        } catch (IllegalStateException e) {
            throw e; // closed
        } catch (RuntimeException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Tokenizer " + source + ": expected ids for every text, found that one of " + text.length()
                            + " characters has none: " + e.getMessage()
                            + "; the file contradicts itself: fetch it again",
                    e);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public String decode(int... ids) {
        if (ids.length == 0) {
            return "";
        }
        if (foreLetterIds.length == 0) {
            return decodeAlone(ids);
        }
        String text = decodeAlone(join(foreLetterIds, ids));
        return text.startsWith(FORE_LETTER) ? text.substring(FORE_LETTER.length()) : decodeAlone(ids);
    }

    /** Text of ids that stand for themselves, as the model's own program gives it. */
    public String decodeAlone(int... ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = ids[i];
        }
        Lock reading = lock.readLock();
        reading.lock();
        try {
            return library.decode(openHandle(), wide, false);
        } catch (IllegalStateException e) {
            throw e; // closed
        } catch (RuntimeException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Tokenizer " + source + ": expected a text for any ids, found: " + e.getMessage()
                            + "; the file contradicts itself: fetch it again",
                    e);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public boolean isSpecial(int id) {
        return special.get(id);
    }

    private long openHandle() {
        if (handle == 0) {
            throw new IllegalStateException("the tokenizer is closed");
        }
        return handle;
    }

    @Override
    public void close() {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            if (handle != 0) {
                library.deleteTokenizer(handle);
                handle = 0;
            }
        } finally {
            writing.unlock();
        }
    }

    private static boolean startsWith(int[] ids, int[] start) {
        return ids.length >= start.length && Arrays.equals(ids, 0, start.length, start, 0, start.length);
    }

    private static int[] join(int[] first, int[] second) {
        int[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
