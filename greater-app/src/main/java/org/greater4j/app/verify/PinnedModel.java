package org.greater4j.app.verify;

import java.util.stream.Collectors;
import org.greater4j.app.Models;
import org.greater4j.app.download.CachedModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.session.TorchModel;

/** The catalogue model that expected values are for. */
final class PinnedModel {
    private PinnedModel() {}

    /**
     * Opens the model, in float32 on the CPU as the values were computed, which may take a download first.
     *
     * @param sha256 of its file
     * @throws GreaterException ({@code INVALID_EXPECTATION}) if the catalogue has no such file
     */
    static TorchModel open(ExpectedFile file, String sha256, Models models) {
        CachedModel found = models.list().stream()
                .filter(model -> model.entry().sha256().equalsIgnoreCase(sha256))
                .findFirst()
                .orElseThrow(() -> new GreaterException(
                        ErrorCode.INVALID_EXPECTATION,
                        "expected values in " + file.path() + ": expected the sha256 of a model in the catalogue ("
                                + models.list().stream()
                                        .map(model -> model.entry().name() + " "
                                                + model.entry().sha256())
                                        .collect(Collectors.joining(", "))
                                + "), found '" + sha256 + "' in model_sha256; give values of one of these models"));
        return models.openTorch(
                found.entry().name(), "float32", ComputeDevice.current().label());
    }
}
