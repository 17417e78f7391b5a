package dev.pinfold.mm.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.mm.sync.Words;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In controlled mode a store into a free frame is found. */
@Tag("controlled")
class PoisonTest {

    @Test
    void aStoreAfterTheFreeIsFound() {
        try (Frames frames = new Frames(FrameConfig.of(1, 256))) {
            int pfn = frames.alloc(Zone.NORMAL, 0, 0);
            frames.put(pfn, 0);
            Words.setInt(frames.address(pfn) + 100, 1);
            List<String> findings = new ArrayList<>();
            frames.audit(findings::add);
            assertThat(findings).singleElement().asString().contains("written after it was freed");
            assertThatThrownBy(() -> frames.alloc(Zone.NORMAL, 0, 0)).hasMessageContaining("at byte 100");
        }
    }

    @Test
    void theNextMachineStartsClean() {
        for (int i = 0; i < 3; i++) {
            try (Frames frames = new Frames(FrameConfig.of(1, 256))) {
                int pfn = frames.alloc(Zone.NORMAL, 2, 0);
                frames.addMapCount(pfn, 1);
                frames.set(pfn, FrameFlags.DIRTY);
                assertThat(frames.generation(pfn)).isZero();
                assertThat(frames.mapCount(pfn)).isEqualTo(1);
            }
        }
    }
}
