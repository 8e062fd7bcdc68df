package org.greater4j.app.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.greater4j.app.Defaults;
import org.greater4j.app.Finding;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.memory.AvailableMemory;
import org.greater4j.app.memory.ModelShape;
import org.greater4j.app.verify.Check;
import org.greater4j.app.verify.SelfTest;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.session.EngineLibraries;
import org.jspecify.annotations.Nullable;

/** Looks at all that a run needs of its machine, and tells what to do where something is amiss. Fetches nothing. */
public final class Doctor {
    private static final int OLDEST_JAVA = 17;
    private static final List<Integer> TESTED_JAVA = List.of(17, 25);
    /** What libraries are unpacked into, and the files of some runs. */
    private static final long LITTLE_SPACE = 2L << 30;

    private static final String ENGINE = "engine";

    private final Models models;
    private final Map<String, String> environment;
    private final Interruption interruption;

    /** @param environment variables, as of {@link System#getenv()} */
    public Doctor(Models models, Map<String, String> environment, Interruption interruption) {
        this.models = models;
        this.environment = Map.copyOf(environment);
        this.interruption = interruption;
    }

    /**
     * Looks at everything, one after the other.
     *
     * @param model by name or path
     * @param told is told of each finding as it comes; the self-test at the end takes some seconds
     * @return all of them
     */
    public List<Finding> examine(String model, Consumer<Finding> told) {
        List<Finding> findings = new ArrayList<>();
        Consumer<Finding> note = finding -> {
            findings.add(finding);
            told.accept(finding);
            interruption.check();
        };
        note.accept(java());
        @Nullable EngineLibraries engine = engine(note);
        note.accept(tokenizers());
        ProcessorFeatures processor = ProcessorFeatures.ofThisMachine();
        if (engine != null) {
            note.accept(threads(engine));
            note.accept(processor.finding(engine.instructions()));
        }
        note.accept(memory(model));
        note.accept(folder("cache", models.cache(), "set GREATER_CACHE to a folder that can be written"));
        note.accept(folder("working folder", Path.of("").toAbsolutePath(), "work elsewhere, or name another --out"));
        note.accept(folder(
                "temporary folder",
                Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
                "name another by GREATER_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER"));
        note.accept(model(model));
        note.accept(engine == null ? Finding.skipped("self-test", "the engine can't be loaded") : selfTest());
        return List.copyOf(findings);
    }

    private static Finding java() {
        int feature = Runtime.version().feature();
        String found = System.getProperty("java.version") + " of " + System.getProperty("java.vendor") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", a heap of at most "
                + bytes(Runtime.getRuntime().maxMemory());
        if (feature < OLDEST_JAVA) {
            return Finding.failed(
                    "Java", ErrorCode.UNSUPPORTED_DEVICE, found, "set JAVA_HOME to a JDK " + OLDEST_JAVA + " or later");
        }
        return TESTED_JAVA.contains(feature)
                ? Finding.ok("Java", found)
                : Finding.ok("Java", found + " (17 and 25 are the tested ones)");
    }

    private static @Nullable EngineLibraries engine(Consumer<Finding> note) {
        try {
            EngineLibraries engine = EngineLibraries.loadEngine();
            note.accept(Finding.ok(ENGINE, "libtorch " + engine.libtorch() + " loads"));
            return engine;
        } catch (LinkageError | RuntimeException e) {
            note.accept(Finding.failed(
                    ENGINE,
                    ErrorCode.UNSUPPORTED_DEVICE,
                    "libtorch does not load: " + firstLine(e),
                    "build on this platform; its libraries are unpacked below"
                            + " ~/.javacpp/cache, which must be writable and may be deleted"));
            return null;
        }
    }

    private static Finding tokenizers() {
        try {
            EngineLibraries.loadTokenizers();
            return Finding.ok("tokenizers", "the native library loads");
        } catch (GreaterException | LinkageError e) {
            return Finding.failed(
                    "tokenizers",
                    ErrorCode.UNSUPPORTED_DEVICE,
                    "the native library does not load: " + firstLine(e),
                    "it is unpacked to DJL_CACHE_DIR (by default ~/.djl.ai), which must be writable");
        }
    }

    private Finding threads(EngineLibraries engine) {
        int processors = Runtime.getRuntime().availableProcessors();
        String found = engine.threads() + " of the engine on " + processors + " processors";
        if (!"1".equals(environment.get("OPENBLAS_NUM_THREADS"))) {
            return Finding.warning(
                    "threads",
                    found + ", OPENBLAS_NUM_THREADS=" + environment.getOrDefault("OPENBLAS_NUM_THREADS", "(not set)"),
                    "start by ./greater, which sets it to 1: two sets of threads slow each other down");
        }
        if (engine.threads() > processors) {
            return Finding.warning(
                    "threads", found, "set OMP_NUM_THREADS to at most " + processors + ": more wait for each other");
        }
        return Finding.ok("threads", found);
    }

    private Finding memory(String model) {
        AvailableMemory available = models.availableMemory();
        String found = bytes(available.bytes()) + " " + available.limitedBy();
        Optional<ModelShape> shape = shape(model);
        if (shape.isEmpty()) {
            return Finding.ok("memory", found);
        }
        long float32 = Models.memory(shape.get(), Defaults.TRAIN, false).totalBytes();
        long bfloat16 = Models.memory(shape.get(), Defaults.TRAIN, true).totalBytes();
        String needed = "; a search with " + Defaults.TRAIN + " examples takes about " + bytes(float32)
                + " in float32, " + bytes(bfloat16) + " in bfloat16";
        if (float32 <= available.bytes()) {
            return Finding.ok("memory", found + needed);
        }
        return bfloat16 <= available.bytes()
                ? Finding.warning("memory", found + needed, "use --dtype bfloat16, or fewer --train examples")
                : Finding.failed(
                        "memory",
                        ErrorCode.OUT_OF_MEMORY,
                        found + needed,
                        "end other programs, or use a smaller model (`greater models`)");
    }

    private Optional<ModelShape> shape(String model) {
        try {
            return models.pathOf(model).flatMap(ModelShape::read);
        } catch (GreaterException e) {
            return Optional.empty(); // told where the model is looked at
        }
    }

    private static Finding folder(String name, Path folder, String advice) {
        Path existing = folder;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            // asking for permission is not enough: a file system may be mounted for reading, or full
            Path probe = Files.createTempFile(existing, ".greater-doctor", null);
            try {
                Files.write(probe, new byte[1 << 12]);
            } finally {
                Files.delete(probe);
            }
            FileStore store = Files.getFileStore(existing);
            String found = folder + ", " + bytes(store.getUsableSpace()) + " free";
            return store.getUsableSpace() < LITTLE_SPACE
                    ? Finding.warning(name, found, "make room, or " + advice)
                    : Finding.ok(name, found);
        } catch (IOException e) {
            return Finding.failed(
                    name, ErrorCode.NOT_WRITABLE, folder + " can't be written: " + FileProblem.of(e), advice);
        }
    }

    private Finding model(String model) {
        try {
            Optional<String> damage = models.damage(model);
            Optional<Path> path = models.pathOf(model);
            if (path.isEmpty() && damage.isEmpty()) {
                return Finding.warning(
                        "model",
                        model + " is not complete on this machine",
                        "the first use fetches it, or `greater models pull " + model + "`");
            }
            return damage.isEmpty()
                    ? Finding.ok(
                            "model",
                            model + " at " + path.orElseThrow()
                                    + (models.isPinned(model) ? ", checksums right" : ", not all checksums known"))
                    : Finding.failed(
                            "model",
                            ErrorCode.CHECKSUM_MISMATCH,
                            model + ": " + damage.get(),
                            "`greater models pull " + model
                                    + "` sets it aside and fetches it again; of a path, put the right file there");
        } catch (GreaterException e) {
            return Finding.failed("model", e.code(), firstLine(e), "name another --model");
        } catch (IOException e) {
            return Finding.failed(
                    "model", ErrorCode.FILE_NOT_FOUND, model + ": " + FileProblem.of(e), "mend its permissions");
        }
    }

    private static Finding selfTest() {
        long began = System.nanoTime();
        List<Check> checks;
        try {
            checks = SelfTest.run();
        } catch (RuntimeException | LinkageError e) {
            return Finding.failed(
                    "self-test",
                    ErrorCode.EXPECTATION_NOT_MET,
                    "it could not be run: " + firstLine(e),
                    "report this with the lines above");
        }
        List<String> failed = checks.stream()
                .filter(check -> !check.ok())
                .map(check -> check.line().strip())
                .toList();
        double seconds = (System.nanoTime() - began) / 1e9;
        return failed.isEmpty()
                ? Finding.ok(
                        "self-test",
                        String.format(
                                Locale.ROOT,
                                "logits, greedy tokens, losses and gradients are those of PyTorch (%.1f s)",
                                seconds))
                : Finding.failed(
                        "self-test",
                        ErrorCode.EXPECTATION_NOT_MET,
                        String.join("; ", failed),
                        "don't trust figures of this machine; try OMP_NUM_THREADS=1, and report this with the lines above");
    }

    private static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    // an initialiser's own error says nothing; its cause does
    private static String firstLine(Throwable e) {
        boolean hollow = e instanceof ExceptionInInitializerError || e instanceof NoClassDefFoundError;
        @Nullable Throwable cause = e.getCause();
        String message = String.valueOf(hollow && cause != null ? cause.getMessage() : e.getMessage());
        return message.lines().findFirst().orElse("");
    }
}
