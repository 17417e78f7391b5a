package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.sync.Bytes;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fork and pages that are pinned: they stay the parent's, whether leaf tables are shared or not. */
class PinnedForkTest {
    private static final long A = 0x7000_0000_0000L;
    private static final long RW = Pte.WRITE | Pte.NX;

    private record Pins(Frames frames, Set<Integer> pinned) implements PinnedPages {
        @Override
        public boolean mayBePinned(int pfn) {
            return pinned.contains(pfn);
        }

        @Override
        public int copy(int pfn, long address, int cpu) {
            int copy = frames.alloc(Zone.NORMAL, 0, cpu);
            Bytes.copy(frames.address(pfn), frames.address(copy), 4096);
            frames.set(copy, FrameFlags.ANON | FrameFlags.ANON_EXCLUSIVE);
            frames.addMapCount(copy, 1);
            return copy;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePinnedPageIsCopiedAndTheOthersAreShared(boolean share) {
        try (Bench b = new Bench(1, 4096)) {
            PageTables parent = b.tables();
            PageTables child = b.tables();
            Bench.Task t = b.task(parent);
            int plain = t.map(parent, A, RW);
            int pinned = t.map(parent, A + 4096, RW);
            int elsewhere = t.map(parent, A + PMD_SIZE, RW);
            for (int pfn : new int[] {plain, pinned, elsewhere}) {
                b.frames.set(pfn, FrameFlags.ANON | FrameFlags.ANON_EXCLUSIVE);
            }
            Bytes.storeLong(b.frames.address(pinned), 42);
            Pins pins = new Pins(b.frames, new HashSet<>(Set.of(pinned)));

            t.enterKernel();
            long end = A + 2 * PMD_SIZE;
            var told = TableCopy.begin(parent);
            // Two VMAs meet in the first leaf table; the pin goes away between them.
            boolean done = TableCopy.fork(
                    t.cursor, t.cursor2, parent, child, A, A + 8192, share ? A : 0, share ? end : 0, pins, t.cpuId());
            pins.pinned.clear();
            done &= TableCopy.fork(
                    t.cursor, t.cursor2, parent, child, A + 8192, end, share ? A : 0, share ? end : 0, pins, t.cpuId());
            TableCopy.flushParent(t.cursor, parent, told);
            t.exitKernel();

            assertThat(done).isTrue();
            assertThat(Pte.pfn(child.entry(A))).isEqualTo(plain);
            assertThat(Pte.writable(parent.entry(A))).isFalse();
            assertThat(b.frames.test(plain, FrameFlags.ANON_EXCLUSIVE)).isFalse();
            int copy = Pte.pfn(child.entry(A + 4096));
            assertThat(copy).isNotEqualTo(pinned);
            assertThat(Bytes.loadLong(b.frames.address(copy))).isEqualTo(42);
            assertThat(Pte.writable(child.entry(A + 4096))).isTrue();
            assertThat(Pte.writable(parent.entry(A + 4096))).isTrue();
            assertThat(b.frames.test(pinned, FrameFlags.ANON_EXCLUSIVE)).isTrue();
            assertThat(parent.leafShared(A)).isFalse();
            assertThat(parent.leafShared(A + PMD_SIZE)).isEqualTo(share);

            t.destroy(parent);
            b.task(child).destroy(child);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }
}
