package org.greater4j.app.verify;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.greater4j.text.Tokenizer;
import org.greater4j.torch.tokenizer.FastTokenizer;
import org.greater4j.torch.tokenizer.HuggingFaceFolder;
import org.greater4j.torch.tokenizer.TextCodec;

/** A tokenizer and its chat template as a Hugging Face folder, with the ids and chats that they must give. */
final class TokenizerFolder {
    private TokenizerFolder() {}

    /**
     * @param file the folder's {@code expected.json}
     */
    static List<Check> verify(ExpectedFile file) {
        TextExpectations expected = TextExpectations.read(file.root(), true);
        file.check();
        Path folder =
                Objects.requireNonNull(file.path().toAbsolutePath().normalize().getParent());
        try (TextCodec codec = HuggingFaceFolder.read(
                folder, String.valueOf(folder.getFileName()), LocalDate.now(ZoneId.systemDefault()))) {
            file.requireIdsBelow(codec.tokenizer().vocabularySize());
            file.check();
            List<Check> checks =
                    new ArrayList<>(expected.verify(new StandingAlone(codec.tokenizer()), codec.template()));
            checks.add(1, expected.verifySpecialTokens(codec.tokenizer()::encodeWithSpecialTokens));
            return checks;
        }
    }

    /** A tokenizer that takes every text for a whole one, as the program did that the expected ids are from. */
    private record StandingAlone(FastTokenizer tokenizer) implements Tokenizer {
        @Override
        public int[] encode(String text) {
            return tokenizer.encodeAlone(text);
        }

        @Override
        public String decode(int... ids) {
            return tokenizer.decodeAlone(ids);
        }

        @Override
        public int vocabularySize() {
            return tokenizer.vocabularySize();
        }

        @Override
        public boolean isSpecial(int id) {
            return tokenizer.isSpecial(id);
        }
    }
}
