package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    record Figures(double none, double endless, double some, List<Double> more) {}

    @Test
    void whatIsNoNumberIsNull() {
        String text = Json.of(new Figures(Double.NaN, Double.POSITIVE_INFINITY, 1.5, List.of(Double.NaN, 2.0)));
        assertThat(text).isEqualTo("{\"none\":null,\"endless\":null,\"some\":1.5,\"more\":[null,2.0]}");
    }

    @Test
    void anyTextComesThrough() {
        String odd = "\u0000\u001b[1m\"\\\n\r\t\u2028\u2029\ud800 <b>&amp;</b> \ud83d\ude00";
        String text = Json.of(Map.of("text", odd));
        assertThat(text).doesNotContain("\n").doesNotContain("\u2028");
        assertThat(JsonParser.parseString(text).getAsJsonObject().get("text").getAsString())
                .isEqualTo(odd);
    }

    @Test
    void everyObjectIsDescribed() throws IOException {
        Map<String, Class<?>> records = new LinkedHashMap<>();
        records.put("`run` of one file, `record`", RunResult.class);
        records.put("`run` of several files", RunResult.Several.class);
        records.put("each of `differences` of `run`", RunResult.Differing.class);
        records.put("`log`", RunResult.OfLog.class);
        records.put("each of `world`", RunResult.Concluded.class);
        records.put("each of `passed`", RunResult.PassedOver.class);
        records.put("`diff`", DiffCommand.Report.class);
        records.put("each of `differences` of `diff`", DiffCommand.Found.class);
        records.put("`explore` of one file", ExploreCommand.ResultJson.class);
        records.put("`explore` of several files", ExploreCommand.ResultsJson.class);
        records.put("`violation`", Explorations.ViolationJson.class);
        records.put("`replay`", ReplayCommand.ReplayJson.class);
        records.put("each of `steps`", Explorations.StepJson.class);
        records.put("`ablate`", AblateCommand.AblationJson.class);
        records.put("each of `sites`", AblateCommand.SiteJson.class);
        records.put("`bugs`", BugsCommand.BugsJson.class);
        records.put("each of `bugs`", BugsCommand.BugJson.class);
        records.put("`bench`", BenchCommand.Report.class);
        records.put("each of `results` of `bench`", BenchCommand.Line.class);
        records.put("each of `costs`", BenchCommand.CostLine.class);
        records.put("`bench --growth`", BenchCommand.Grown.class);
        records.put("each of `growth`", BenchCommand.GrowthPoint.class);
        records.put("each of `verdicts`", BenchCommand.GrowthVerdict.class);
        records.put("`calls`", CallsCommand.Calls.class);
        records.put("each of `calls`", CallsCommand.Call.class);
        records.put("`designs`", DesignsCommand.PointsJson.class);
        records.put("each of `points` of `designs`", DesignsCommand.PointJson.class);
        records.put("each of `choices` of `designs`", DesignsCommand.ChoiceJson.class);
        records.put("`compare`", ComparisonJson.class);
        records.put("each of `points` of `compare`", ComparisonJson.Point.class);
        records.put("each of `choices` of `compare`", ComparisonJson.Choice.class);
        records.put("each of `figures`", ComparisonJson.Number.class);
        records.put("each of `explored`", ComparisonJson.Found.class);
        Map<String, List<String>> written = new LinkedHashMap<>();
        records.forEach((object, record) -> written.put(object, JsonFields.of(record)));
        assertThat(JsonFields.documented()).containsExactlyInAnyOrderEntriesOf(written);
    }
}
