package dev.pinfold.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.mm.Design;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tables are read back as they were printed, and claims hold or do not. */
class ClaimsTest {
    private static final String POINT = "PIN_COUNT";

    private static Comparison comparison() {
        return new Comparison(
                Design.point(POINT),
                List.of(
                        new Figure(POINT, "bias", Figure.Kind.TIME, "pin", "page", 12.34, 0.1),
                        new Figure(POINT, "counter", Figure.Kind.TIME, "pin", "page", 17, 0.1),
                        new Figure(POINT, "mapcount", Figure.Kind.TIME, "pin", "page", 16.5, 0.1),
                        new Figure(POINT, "bias", Figure.Kind.MEMORY, "record of a frame", "frame", 0, 0),
                        new Figure(POINT, "counter", Figure.Kind.MEMORY, "record of a frame", "frame", 4, 0)),
                false,
                List.of(new Finding(
                        POINT, "bias", "some-workload", true, "all schedules", 7, 1, new TreeSet<>(), null)));
    }

    private static DebatePage page() {
        return new DebatePage(new DebatePage("""
                # A page

                ```compare PIN_COUNT
                ```

                ```claims PIN_COUNT
                time pin: bias < 0.8 counter
                time pin: bias < 0.7 counter
                bytes record of a frame: counter > bias
                bytes record of a frame: mapcount > bias
                ```
                """).with(comparison()));
    }

    @Test
    void figuresAreReadBack() {
        assertThat(page().points()).containsExactly(POINT);
        assertThat(page().figure(POINT, "nanoseconds", "pin", "bias")).contains(12.3);
        assertThat(page().figure(POINT, "nanoseconds", "pin", "mapcount")).contains(16.5);
        assertThat(page().figure(POINT, "bytes", "record of a frame", "counter"))
                .contains(4.0);
        assertThat(page().figure(POINT, "bytes", "record of a frame", "mapcount"))
                .isEmpty();
        assertThat(page().figure(POINT, "bytes", "pin", "bias")).isEmpty();
    }

    @Test
    void relationsHoldByTheTable() {
        List<Claim> claims = page().claims();
        assertThat(check(claims.get(0))).isNull();
        assertThat(check(claims.get(1))).contains("12.3 and 17");
        assertThat(check(claims.get(2))).isNull();
        assertThat(check(claims.get(3))).contains("no such figures");
    }

    private static @org.jspecify.annotations.Nullable String check(Claim claim) {
        return ((Claim.Relation) claim).check(page());
    }

    @Test
    void whatCannotBeReadIsRefused() {
        for (String text : List.of("time pin: bias", "explore w: bias", "explore w: bias fails", "faster")) {
            assertThatThrownBy(() -> Claim.parse(POINT, text)).hasMessageContaining(text);
        }
        assertThat(Claim.parse(POINT, "explore w: bias sees seen = 1; seen = 0"))
                .isInstanceOfSatisfying(
                        Claim.Explored.class, e -> assertThat(e.sees()).containsExactly("seen = 0", "seen = 1"));
    }
}
