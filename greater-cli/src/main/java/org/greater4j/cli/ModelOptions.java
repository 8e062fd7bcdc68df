package org.greater4j.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.greater4j.app.Defaults;
import org.greater4j.app.catalogue.ModelCatalogue;
import org.greater4j.app.memory.MemoryCeiling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which model, and where it runs. */
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "M",
            description =
                    "A name that `greater models` lists, a .gguf file, a folder, or organisation/name[@revision] or"
                            + " organisation/name/file.gguf on the Hugging Face hub (default: " + Defaults.MODEL
                            + "). `evaluate` and methods by text feedback also take openai:NAME[@BASE_URL],"
                            + " anthropic:NAME, gemini:NAME and ollama:NAME[@URL].")
    @Nullable
    String model;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "auto, float32 or bfloat16; bfloat16 is faster where the processor has it, and not bit-equal"
                    + " (default: auto).")
    @Nullable
    String dtype;

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu or cuda (default: auto).")
    @Nullable
    String device;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = CeilingReader.class,
            description = MemoryOption.DESCRIPTION)
    @Nullable
    MemoryCeiling memory;

    MemoryCeiling ceiling() {
        return memory == null ? MemoryCeiling.NONE : memory;
    }

    static final class CeilingReader implements ITypeConverter<MemoryCeiling> {
        @Override
        public MemoryCeiling convert(String text) {
            return MemoryCeiling.parse(text)
                    .orElseThrow(() ->
                            new TypeConversionException("expected a size such as 4GiB or 900MB, found '" + text + "'"));
        }
    }

    String model(String otherwise) {
        return model == null ? otherwise : absolute(model);
    }

    String dtype(String otherwise) {
        return dtype == null ? otherwise : dtype;
    }

    String device(String otherwise) {
        return device == null ? otherwise : device;
    }

    // a run is to be resumed from any folder
    static String absolute(String model) {
        if (ModelCatalogue.standard().find(model).isPresent()) {
            return model;
        }
        try {
            Path path = Path.of(model);
            return !model.isBlank() && Files.exists(path)
                    ? path.toAbsolutePath().normalize().toString()
                    : model;
        } catch (InvalidPathException e) {
            return model;
        }
    }
}
