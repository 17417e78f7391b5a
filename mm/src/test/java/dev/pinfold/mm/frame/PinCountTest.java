package dev.pinfold.mm.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each way of counting pins knows, and what it takes for a pin. */
class PinCountTest {
    static PinCount[] choices() {
        return new PinCount[] {PinCounts.BIAS, PinCounts.COUNTER, PinCounts.MAPCOUNT};
    }

    private static void pin(Frames f, int folio, int n) {
        boolean large = f.test(folio, FrameFlags.HEAD);
        assertThat(f.tryAddRefs(folio, n * f.pins().references(large))).isTrue();
        f.pins().mark(f, folio, large, n);
    }

    private static void unpin(Frames f, int folio, int n) {
        boolean large = f.test(folio, FrameFlags.HEAD);
        f.pins().unmark(f, folio, large, n);
        f.putRefs(folio, n * f.pins().references(large), 0);
    }

    @ParameterizedTest
    @MethodSource("choices")
    void aPinIsSeenAndGoesWithoutATrace(PinCount choice) {
        try (Frames f = new Frames(FrameConfig.of(1, 4096), choice)) {
            for (int order : new int[] {0, 3}) {
                int folio = f.alloc(Zone.NORMAL, order, 0);
                f.addMapCount(folio, 1);
                assertThat(choice.maybePinned(f, folio, 1)).isFalse();
                pin(f, folio, 3);
                assertThat(choice.maybePinned(f, folio, 1)).isTrue();
                unpin(f, folio, 2);
                assertThat(choice.maybePinned(f, folio, 1)).isTrue();
                unpin(f, folio, 1);
                assertThat(choice.maybePinned(f, folio, 1)).isFalse();
                assertThat(f.refCount(folio)).isEqualTo(1);
                f.addMapCount(folio, -1);
                f.put(folio, 0);
            }
            assertThat(f.usedFrames()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("choices")
    void onlyTheBiasTakesManyReferencesForAPin(PinCount choice) {
        try (Frames f = new Frames(FrameConfig.of(1, 4096), choice)) {
            int small = f.alloc(Zone.NORMAL, 0, 0);
            int large = f.alloc(Zone.NORMAL, 1, 0);
            f.addRefs(small, 1022);
            f.addRefs(large, 5000);
            assertThat(choice.maybePinned(f, small, 0)).isFalse();
            assertThat(choice.maybePinned(f, large, 0)).isFalse();
            f.addRefs(small, 1);
            assertThat(choice.maybePinned(f, small, 0)).isEqualTo(choice.equals(PinCounts.BIAS));
            f.putRefs(small, 1024, 0);
            f.putRefs(large, 5001, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("choices")
    void onlyMapCountsTakeAnEntryNotYetCountedOffForAPin(PinCount choice) {
        try (Frames f = new Frames(FrameConfig.of(1, 4096), choice)) {
            int folio = f.alloc(Zone.NORMAL, 0, 0);
            f.addMapCount(folio, 1);
            assertThat(choice.maybePinned(f, folio, 0)).isEqualTo(choice.equals(PinCounts.MAPCOUNT));
            f.addMapCount(folio, -1);
            f.put(folio, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("choices")
    void aCountRefusesToWrap(PinCount choice) {
        try (Frames f = new Frames(FrameConfig.of(1, 4096), choice)) {
            int folio = f.alloc(Zone.NORMAL, 0, 0);
            f.addRefs(folio, Integer.MAX_VALUE - 1);
            assertThat(f.tryGet(folio)).isFalse();
            assertThat(f.tryAddRefs(folio, choice.references(false))).isFalse();
            assertThatThrownBy(() -> f.get(folio)).isInstanceOf(AssertionError.class);
        }
    }

    @ParameterizedTest
    @MethodSource("choices")
    void aFolioThatIsPinnedIsNotFreed(PinCount choice) {
        try (Frames f = new Frames(FrameConfig.of(1, 4096), choice)) {
            int folio = f.alloc(Zone.NORMAL, 0, 0);
            pin(f, folio, 1);
            f.put(folio, 0);
            assertThat(f.allocated(folio)).isTrue();
            unpin(f, folio, 1);
            assertThat(f.allocated(folio)).isFalse();
        }
    }
}
