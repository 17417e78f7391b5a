package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.bench.Growth;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** What {@code bench --growth} says of costs that grow, and draws. */
class GrowthPageTest {
    private static List<Growth.Point> points(String series, double exponent) {
        return IntStream.of(64, 1_024, 16_384)
                .mapToObj(size -> new Growth.Point(series, "page", size, 3 * Math.pow(size, exponent)))
                .toList();
    }

    private static Growth.Verdict verdict(String series, double exponent) {
        return Growth.verdicts(points(series, exponent)).getFirst();
    }

    @Test
    void theExponentIsThatOfTheCosts() {
        assertThat(verdict("mprotect, of pages", 0.1).exponent()).isCloseTo(0.1, within(1e-9));
        assertThat(verdict("mprotect, of pages", 0.1).reached()).isTrue();
        assertThat(verdict("mprotect, of pages", 1).reached()).isFalse();
        // A fork's own work is in proportion to the pages; more than that is too much.
        assertThat(verdict("fork and exit, of pages", 0.99).reached()).isTrue();
        assertThat(verdict("fork and exit, of pages", 1.1).reached()).isFalse();
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    @Test
    void thePageHasAChartForEachSeries() throws Exception {
        List<Growth.Point> points = points("munmap, of pages", 0.5);
        String page = GrowthPage.of(points, Growth.verdicts(points));
        Document d = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.substring(page.indexOf('\n')))));
        assertThat(d.getElementsByTagName("svg").getLength()).isEqualTo(1);
        assertThat(d.getElementsByTagName("circle").getLength()).isEqualTo(points.size());
        Element line = (Element) d.getElementsByTagName("polyline").item(0);
        String[] at = line.getAttribute("points").split("[ ,]");
        // A power of the size is a straight line: what lies in the middle of the sizes lies in the middle of the costs.
        assertThat(Double.parseDouble(at[3]))
                .isCloseTo((Double.parseDouble(at[1]) + Double.parseDouble(at[5])) / 2, within(0.2));
        assertThat(((Element) d.getElementsByTagName("figcaption").item(0)).getAttribute("class"))
                .isEqualTo("bad");
    }
}
