package org.greater4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.greater4j.torch.session.RandomModel;
import org.greater4j.torch.session.TorchModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class CostCurvesTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @TempDir
    Path folder;

    @Test
    void fitsFindTheLineAndThePower() {
        double[] x = {1, 2, 4, 8};
        Fit line = Fit.of(x, new double[] {5, 7, 11, 19});
        assertThat(line.intercept()).isCloseTo(3, EXACT);
        assertThat(line.slope()).isCloseTo(2, EXACT);
        assertThat(line.explained()).isCloseTo(1, EXACT);
        assertThat(line.at(10)).isCloseTo(23, EXACT);
        assertThat(Fit.ofLogarithms(x, new double[] {3, 12, 48, 192}).slope()).isCloseTo(2, EXACT);
        assertThat(Fit.of(x, new double[] {1, 9, 1, 9}).explained()).isBetween(0.0, 0.7);
    }

    @Test
    void plotsAreDrawnWhereTheirNumbersAre() throws Exception {
        String svg = new LinePlot("a < b", "x & y", "seconds", false)
                .line("step", new double[] {0, 50, 100}, new double[] {0, 3, 6})
                .dashed("fit", new double[] {0, 100}, new double[] {0, 6})
                .svg();
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(3);
        Element middle = (Element) document.getElementsByTagName("circle").item(1);
        Element last = (Element) document.getElementsByTagName("circle").item(2);
        Element first = (Element) document.getElementsByTagName("circle").item(0);
        for (String side : List.of("cx", "cy")) {
            assertThat(number(middle, side))
                    .isCloseTo((number(first, side) + number(last, side)) / 2, Offset.offset(0.2));
        }
        assertThat(number(last, "cx")).isGreaterThan(number(first, "cx"));
        assertThat(number(last, "cy")).isLessThan(number(first, "cy"));
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(document.getDocumentElement().getTextContent()).contains("a < b", "x & y", "step", "fit", "100");
    }

    @Test
    void logarithmicPlotsLeaveOutWhatHasNoLogarithm() throws Exception {
        String svg = new LinePlot("t", "x", "y", true)
                .line("propose", new double[] {1e6, 1e9}, new double[] {0, 2})
                .svg();
        assertThat(svg.split("<circle", -1)).hasSize(2);
        assertThat(svg).contains(">1G<").doesNotContain("NaN", "Infinity");
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void optionsAreReadOrNamed() {
        CurveOptions options =
                CurveOptions.parse("chain", "--minutes", "0.5", "--dtype", "bfloat16", "--task", "gen/navigate");
        assertThat(options.curve()).isEqualTo(CurveOptions.Curve.CHAIN);
        assertThat(options.minutes()).isEqualTo(0.5);
        assertThat(options.bfloat16()).isTrue();
        assertThat(options.task().name()).isEqualTo("gen/navigate");
        assertThat(options.steps()).isEqualTo(3);
        assertThatThrownBy(() -> CurveOptions.parse("chains"))
                .hasMessageContaining("examples, prompt, chain, tried, model");
        assertThatThrownBy(() -> CurveOptions.parse("chain", "--minutes")).hasMessageContaining("'--minutes'");
        assertThatThrownBy(() -> CurveOptions.parse("chain", "--speed", "3")).hasMessageContaining("'--speed'");
    }

    @Test
    void aRandomModelsStepsAreMeasured() throws IOException {
        try (TorchModel model = RandomModel.open(0, false, 1)) {
            CostPoint point = new RandomSearch(model, 3, 4, 2).measure(7);
            assertThat(point.x()).isEqualTo(7);
            assertThat(point.steps()).isEqualTo(2);
            assertThat(point.select()).isPositive();
            assertThat(point.gradient()).isPositive();
            assertThat(point.tokens()).isPositive();
            Path csv = Files.writeString(folder.resolve("a.csv"), CostPoint.HEADER + "\n" + point.csv() + "\n");
            List<String> lines = Files.readAllLines(csv);
            assertThat(lines.get(1).split(",")).hasSameSizeAs(lines.get(0).split(","));
            assertThat(lines.get(1)).startsWith("7,random-1M,3,16,4,3,2,");
        }
    }
}
