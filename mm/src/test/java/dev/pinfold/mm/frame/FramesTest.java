package dev.pinfold.mm.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.mm.sync.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Allocation, counts and the audit of frames. */
class FramesTest {
    private Frames frames = new Frames(FrameConfig.of(2, 4096));

    @AfterEach
    void close() {
        frames.close();
    }

    @Test
    void aNewMachineHasEverythingFreeAndHandsOutRisingFrames() {
        assertThat(frames.freeFrames()).isEqualTo(4094);
        int a = frames.alloc(Zone.NORMAL, 0, 0);
        int b = frames.alloc(Zone.NORMAL, 0, 0);
        assertThat(a).isEqualTo(2);
        assertThat(b).isEqualTo(3);
        assertThat(frames.usedFrames()).isEqualTo(2);
        assertThat(frames.refCount(a)).isEqualTo(1);
        frames.put(a, 0);
        frames.put(b, 0);
        assertThat(frames.usedFrames()).isZero();
        assertThat(audit()).isEmpty();
    }

    @Test
    void theFrameFreedLastIsHandedOutFirst() {
        int a = frames.alloc(Zone.MOVABLE, 0, 0);
        int b = frames.alloc(Zone.MOVABLE, 0, 0);
        frames.put(a, 0);
        assertThat(frames.alloc(Zone.MOVABLE, 0, 0)).isEqualTo(a);
        assertThat(frames.generation(a)).isEqualTo(1);
        assertThat(frames.generation(b)).isZero();
    }

    @Test
    void everyFrameCanBeHandedOutAndComesBackAsOneBlock() {
        List<Integer> all = new ArrayList<>();
        for (int pfn; (pfn = frames.alloc(Zone.NORMAL, 0, 0)) >= 0; ) {
            all.add(pfn);
        }
        assertThat(all).hasSize(4094).doesNotHaveDuplicates();
        assertThat(audit()).isEmpty();
        for (int pfn : all) {
            frames.put(pfn, 0);
        }
        frames.drain(0);
        int large = frames.alloc(Zone.NORMAL, Buddy.MAX_ORDER, 1);
        assertThat(large).isPositive();
        assertThat(large & 1023).isZero();
        assertThat(audit()).isEmpty();
    }

    @Test
    void aLargeFolioHasOneCountAndKnowsItsParts() {
        int head = frames.alloc(Zone.NORMAL, 3, 0);
        assertThat(head & 7).isZero();
        assertThat(frames.order(head)).isEqualTo(3);
        assertThat(frames.head(head + 7)).isEqualTo(head);
        assertThat(frames.usedFrames()).isEqualTo(8);
        frames.get(head);
        frames.put(head, 0);
        assertThat(frames.allocated(head + 7)).isTrue();
        frames.put(head, 0);
        assertThat(frames.allocated(head + 7)).isFalse();
        assertThat(frames.usedFrames()).isZero();
        assertThat(audit()).isEmpty();
    }

    @Test
    void zonesFallBackDownwardsOnly() {
        frames.close();
        frames = new Frames(new FrameConfig(1, 16, 4, 2, 8));
        List<Zone> zones = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            zones.add(frames.zoneOf(frames.alloc(Zone.MOVABLE, 0, 0)));
        }
        assertThat(zones.subList(0, 6))
                .containsExactly(Zone.MOVABLE, Zone.MOVABLE, Zone.HIGHMEM, Zone.HIGHMEM, Zone.HIGHMEM, Zone.HIGHMEM);
        assertThat(zones.subList(6, 8)).containsOnly(Zone.NORMAL);
        assertThat(frames.zoneStart(Zone.DEVICE)).isEqualTo(22);
        while (frames.alloc(Zone.NORMAL, 0, 0) >= 0) {
            // until there is none
        }
        assertThat(frames.freeFrames()).isZero();
        assertThat(frames.alloc(Zone.MOVABLE, 0, 0)).isEqualTo(-1);
        assertThat(frames.alloc(Zone.NORMAL, 1, 0)).isEqualTo(-1);
    }

    @Test
    void countsRefuseWhatNobodyHas() {
        int pfn = frames.alloc(Zone.NORMAL, 0, 0);
        assertThat(frames.tryGet(pfn)).isTrue();
        assertThat(frames.tryFreeze(pfn, 1)).isFalse();
        assertThat(frames.tryFreeze(pfn, 2)).isTrue();
        assertThat(frames.tryGet(pfn)).isFalse();
        frames.unfreeze(pfn, 1);
        frames.put(pfn, 0);
        assertThat(frames.tryGet(pfn)).isFalse();
        assertThatThrownBy(() -> frames.get(pfn)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aMappedFrameIsNotFreed() {
        int pfn = frames.alloc(Zone.NORMAL, 0, 0);
        frames.addMapCount(pfn, 1);
        assertThatThrownBy(() -> frames.put(pfn, 0)).hasMessageContaining("still in use");
    }

    @Test
    void ownersAreFoundByNumber() {
        Owner owner = new Owner();
        owner.id = frames.owners().register(owner);
        int pfn = frames.alloc(Zone.NORMAL, 0, 0);
        frames.setOwner(pfn, owner, 77);
        assertThat(frames.owner(pfn)).isSameAs(owner);
        assertThat(frames.index(pfn)).isEqualTo(77);
        frames.setOwner(pfn, null, 0);
        assertThat(frames.owner(pfn)).isNull();
        for (int i = 0; i < 1000; i++) {
            Owner other = new Owner();
            other.id = frames.owners().register(other);
            assertThat(other.id).isNotEqualTo(owner.id);
            frames.owners().release(other.id);
        }
        assertThat(frames.owners().size()).isEqualTo(1);
        assertThat(frames.owners().get(owner.id)).isSameAs(owner);
    }

    @Test
    void randomAllocationsStayClean() {
        Random random = new Random(7);
        List<int[]> live = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int cpu = random.nextInt(2);
            if (live.isEmpty() || random.nextInt(100) < 52) {
                int order = random.nextInt(8) == 0 ? random.nextInt(7) : 0;
                int pfn = frames.allocZeroed(Zone.MOVABLE, order, cpu);
                if (pfn >= 0) {
                    live.add(new int[] {pfn, order});
                }
            } else {
                int[] last = live.removeLast();
                int at = live.isEmpty() ? -1 : random.nextInt(live.size());
                int[] victim = at < 0 ? last : live.set(at, last);
                frames.put(victim[0], cpu);
            }
        }
        assertThat(audit()).isEmpty();
        assertThat(frames.usedFrames())
                .isEqualTo(live.stream().mapToInt(f -> 1 << f[1]).sum());
        live.forEach(f -> frames.put(f[0], 0));
        assertThat(frames.usedFrames()).isZero();
        assertThat(audit()).isEmpty();
    }

    @Test
    void theAuditFindsEachKindOfCorruption() {
        int leaked = frames.alloc(Zone.NORMAL, 0, 0);
        frames.tryFreeze(leaked, 1);
        assertThat(audit()).singleElement().asString().contains("leaked");
        frames.unfreeze(leaked, 1);

        frames.addMapCount(leaked, 2);
        assertThat(audit()).singleElement().asString().contains("more mappings than references");
        frames.addMapCount(leaked, -2);

        frames.set(leaked, FrameFlags.LOCKED);
        assertThat(audit()).singleElement().asString().contains("locked");
        frames.clear(leaked, FrameFlags.LOCKED);

        Words.setInt(frames.address(frames.zeroPfn()) + 8, 1);
        assertThat(audit()).singleElement().asString().contains("zero page");
        Words.setInt(frames.address(frames.zeroPfn()) + 8, 0);

        frames.put(leaked, 0);
        frames.addMapCount(leaked, 1);
        assertThat(audit()).singleElement().asString().contains("free but in use");
        frames.addMapCount(leaked, -1);
        assertThat(audit()).isEmpty();
    }

    private static final class Owner implements FolioOwner {
        private int id;

        @Override
        public int ownerId() {
            return id;
        }
    }

    private List<String> audit() {
        List<String> findings = new ArrayList<>();
        frames.audit(findings::add);
        return findings;
    }
}
