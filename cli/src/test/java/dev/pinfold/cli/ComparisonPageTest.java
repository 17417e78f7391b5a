package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.compare.Comparison;
import dev.pinfold.lab.compare.Figure;
import dev.pinfold.lab.compare.Finding;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.ScheduleStep;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.sync.Op;
import dev.pinfold.mm.sync.ViolationKind;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The page of {@code compare --html}: well formed, all in one, and what is text stays text. */
class ComparisonPageTest {
    private static Comparison comparison() {
        String point = "UNBIND";
        Failure failure = new Failure(
                ViolationKind.DEADLOCK,
                "A waits & \"waits\" <for ever>",
                "A5-926",
                List.of(
                        new ScheduleStep(
                                1, Op.LOCK, 64, 1, null, true, 0, "a lock", null, "7: unbind(\"pmem0\")", true),
                        new ScheduleStep(
                                2, Op.STORE, 128, 8, null, true, 1, "a byte", null, "8: store(a, 1) <&>", true)),
                List.of("A", "T"),
                1,
                Map.of(),
                Map.of(),
                null);
        return new Comparison(
                Design.point(point),
                List.of(
                        new Figure(point, "revoke", Figure.Kind.TIME, "bind & unbind", "call", 240, 0),
                        new Figure(point, "wait", Figure.Kind.TIME, "bind & unbind", "call", 0, 0),
                        new Figure(point, "revoke", Figure.Kind.MEMORY, "heap for a task", "task", 6718, 0)),
                false,
                List.of(
                        new Finding(point, "revoke", "w", true, "all schedules", 7, 1, new TreeSet<>(), null),
                        new Finding(point, "wait", "w", false, "all schedules", 7, 1, new TreeSet<>(), failure)));
    }

    @Test
    void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
        String page = ComparisonPage.of(List.of(comparison()));
        assertThat(page).startsWith("<!DOCTYPE html>").doesNotContain("http").doesNotContain("src=");
        Document d = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.substring(page.indexOf("<html")))));
        assertThat(d.getElementsByTagName("svg").getLength()).isEqualTo(2);
        assertThat(d.getDocumentElement().getTextContent())
                .contains("A waits & \"waits\" <for ever>")
                .contains("8: store(a, 1) <&>")
                .contains("FAILS: deadlock, 1 preemption")
                .contains("clean, all 7");
    }

    @Test
    void theObjectHasEveryFigureAndFinding() {
        String json = Json.of(ComparisonJson.of(List.of(comparison())));
        assertThat(json)
                .contains("\"name\":\"UNBIND\"")
                .contains("\"value\":240.0")
                .contains("\"kind\":\"deadlock\"")
                .contains("\"isDefault\":true");
    }
}
