package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.design.DesignPoint;
import dev.pinfold.mm.frame.PinCount;
import dev.pinfold.mm.frame.PinCounts;
import dev.pinfold.mm.space.ForkTables;
import dev.pinfold.mm.space.Space;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The design points, and what can be chosen at them. */
class DesignTest {
    @Test
    void everyPointThatAFloorDeclaresIsGathered() throws ReflectiveOperationException {
        Set<Object> declared = new HashSet<>();
        for (JavaClass c : MmClasses.production()) {
            for (JavaField f : c.getFields()) {
                if (f.getRawType().isEquivalentTo(DesignPoint.class)
                        && f.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC)) {
                    declared.add(f.reflect().get(null));
                }
            }
        }
        assertThat(declared).containsExactlyInAnyOrderElementsOf(Design.points());
    }

    @Test
    void everyPointSaysWhatItIs() {
        Set<String> names = new HashSet<>();
        for (DesignPoint<?> p : Design.points()) {
            assertThat(names.add(p.name())).as(p.name()).isTrue();
            assertThat(p.question()).as(p.name()).endsWith("?").hasSizeLessThan(120);
            assertThat(p.choices()).as(p.name()).hasSizeGreaterThan(1);
            assertThat(p.type().isInterface()).as(p.name()).isTrue();
            assertThat(p.linux().isEmpty() || p.names().contains(p.linux()))
                    .as(p.name() + ": what Linux does")
                    .isTrue();
            for (Choice c : p.choices()) {
                assertThat(c.summary()).as(p.name() + " " + c.choice()).hasSizeBetween(10, 120);
                assertThat(p.fromOutside(c)).isFalse();
            }
        }
    }

    @Test
    void aDesignIsChosenByObjectOrByName() {
        Design d = Design.defaults().with(PinCounts.POINT, PinCounts.COUNTER).with("UNBIND", "wait");
        assertThat(d.get(PinCounts.POINT)).isSameAs(PinCounts.COUNTER);
        assertThat(d.choice("UNBIND")).isEqualTo("wait");
        assertThat(d).hasToString("PIN_COUNT=counter, UNBIND=wait").isNotEqualTo(Design.defaults());
        assertThat(d.with("UNBIND", "revoke").with("PIN_COUNT", "bias")).isEqualTo(Design.defaults());
        assertThat(Design.defaults()).hasToString("the default design");
    }

    @Test
    void whatDoesNotExistIsAnsweredWithWhatDoes() {
        assertThatThrownBy(() -> Design.defaults().with("PIN_COUNTS", "bias"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"PIN_COUNTS\"")
                .hasMessageContaining("PIN_COUNT, DEVICE_PIN");
        assertThatThrownBy(() -> Design.defaults().with("PIN_COUNT", "none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PIN_COUNT has no choice \"none\"; it has bias, counter, mapcount");
    }

    /** What a choice from outside is. */
    private record Outside(String choice, String summary) implements ForkTables {
        @Override
        public boolean share(Space parent) {
            return false;
        }
    }

    @Test
    void aChoiceFromOutsideIsChosenLikeAnyOther() {
        ForkTables never = new Outside("test-never", "a choice of this test's own");
        Design d = Design.defaults().with(ForkTables.POINT, never);
        assertThat(d).hasToString("FORK_TABLES=test-never");
        assertThatThrownBy(() -> Design.defaults().with("FORK_TABLES", "test-never"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Design.add(never)).isSameAs(ForkTables.POINT);
        try {
            assertThat(Design.defaults().with("FORK_TABLES", "test-never")).isEqualTo(d);
            assertThat(ForkTables.POINT.fromOutside(never)).isTrue();
            assertThat(ForkTables.POINT.byDefault()).isSameAs(ForkTables.SHARE);
            try (Machine m = Machine.of(MachineConfig.defaults().withMemory(4 << 20), d)) {
                Task t = m.newTask();
                assertThat(t.calls().fork()).isPositive();
                m.check();
            }
            assertThatThrownBy(() -> Design.add(new Outside("test-never", "again")))
                    .hasMessageContaining("already");
            assertThatThrownBy(() -> Design.add(new Outside("Test Never", "a bad name")))
                    .hasMessageContaining("small letters");
        } finally {
            ForkTables.POINT.remove(never);
        }
        assertThat(ForkTables.POINT.names()).containsExactly("share", "copy");
    }

    @Test
    void whatIsNoChoiceIsNotAdded() {
        Choice stray = new Choice() {
            @Override
            public String choice() {
                return "stray";
            }

            @Override
            public String summary() {
                return "implements no point's interface";
            }
        };
        assertThatThrownBy(() -> Design.add(stray))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PinCount.class.getName());
    }
}
