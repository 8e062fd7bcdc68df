package org.greater4j.app.verify;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
            List<Check> checks = new ArrayList<>(expected.verify(codec.tokenizer(), codec.template()));
            checks.add(1, expected.verifySpecialTokens(codec.tokenizer(), codec.beginIds()));
            return checks;
        }
    }
}
