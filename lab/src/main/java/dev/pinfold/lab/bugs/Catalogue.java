package dev.pinfold.lab.bugs;

import dev.pinfold.mm.sync.ViolationKind;
import java.util.List;
import java.util.Optional;

/** The bugs that can be brought back. */
public final class Catalogue {
    private static final ViolationKind EXPECTATION = ViolationKind.EXPECTATION;
    private static final ViolationKind ASSERTION = ViolationKind.ASSERTION;
    private static final ViolationKind AUDIT = ViolationKind.AUDIT;
    private static final ViolationKind FREED = ViolationKind.FREED_FRAME;
    private static final ViolationKind STALE = ViolationKind.STALE_TRANSLATION;
    private static final ViolationKind DEADLOCK = ViolationKind.DEADLOCK;
    private static final ViolationKind RACE = ViolationKind.DATA_RACE;
    private static final ViolationKind COUNT = ViolationKind.COUNT;
    private static final ViolationKind LIVELOCK = ViolationKind.LIVELOCK;
    private static final ViolationKind KERNEL_MAP = ViolationKind.KERNEL_MAP;
    private static final ViolationKind EXPOSED = ViolationKind.EXPOSED;

    private static final List<Bug> ALL = List.of(
            new Bug(
                    "huge-dirty-cow",
                    "a forced write whose huge page is discarded meanwhile goes into the zeros that all share",
                    "CVE-2017-1000405; a8f97366452e",
                    List.of("FORCED_WRITE_EXCLUSIVE"),
                    "concurrent-huge-pin-discard.mm",
                    List.of(AUDIT, EXPECTATION)),
            new Bug(
                    "gup-fast-collapse",
                    "a pin taken without locks gets a page that has just been copied into a huge one",
                    "70cbc3cc78a9; 2ba99c5e0881",
                    List.of("collapse: wait for readers without locks before pages are looked at", "GUP_PMD_UNCHANGED"),
                    "concurrent-huge-collapse-pin.mm",
                    List.of(RACE, EXPECTATION)),
            new Bug(
                    "collapse-pinned",
                    "a page that is pinned is copied into a huge one, and the device goes on with the old one",
                    "the count of references in mm/khugepaged.c",
                    List.of("COLLAPSE_UNREFERENCED"),
                    "concurrent-huge-collapse-pin.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "gup-fast-split",
                    "a pin taken without locks counts the head of a folio that has just been split",
                    "65090f30ab79",
                    List.of("GUP_FOLIO_UNCHANGED"),
                    "concurrent-huge-split-pin.mm",
                    List.of(EXPECTATION, ASSERTION, AUDIT)),
            new Bug(
                    "huge-page-reuse",
                    "a store uses a page of a huge one in place that a child still maps",
                    "CVE-2020-29368; c444eb564fb1",
                    List.of("COW_REUSE_ALL_HERE"),
                    "concurrent-huge-cow.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "huge-forced-write-livelock",
                    "a forced write does not see that the huge page has been copied, and tries for ever",
                    "8310d48b125d",
                    List.of("FORCED_WRITE_SEES_HUGE_COPY"),
                    "huge-forced-write.mm",
                    List.of(LIVELOCK)),
            new Bug(
                    "huge-discard-misses",
                    "MADV_DONTNEED finds nothing where another clears a huge entry to change it, and discards nothing",
                    "ced108037c2a; 58ceeb6bec86",
                    List.of("CHANGED_IN_PLACE"),
                    "concurrent-huge-free-discard.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "huge-dirty-lost",
                    "mprotect writes back what it read of a huge entry, and the mark of a store made meanwhile is gone",
                    "8a8683ad9ba4",
                    List.of("ENTRY_AS_READ"),
                    "concurrent-huge-protect-store.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "huge-page-leak",
                    "a child reads in a huge page that it has unmapped what the parent stores afterwards",
                    "CVE-2020-29374; 17839856fd58, here with a huge page",
                    List.of("HUGE_REUSE_SOLE_REFERENCE"),
                    "concurrent-huge-leak.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "dirty-cow",
                    "a forced write whose copy is discarded meanwhile goes into the page cache",
                    "CVE-2016-5195; 19be0eaffa3a",
                    List.of("FORCED_WRITE_EXCLUSIVE"),
                    "concurrent-pin-discard.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "gup-fast-fork",
                    "a pin taken without locks while fork write-protects the page ends on the wrong copy",
                    "57efa1fe5957",
                    List.of("GUP_FORK_SEQUENCE"),
                    "concurrent-pin-fork.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "pin-read-only-copy",
                    "a page pinned for reading is left behind by the next copy on write",
                    "a7f226604170",
                    List.of("GUP_UNSHARED"),
                    "concurrent-pin-read-fork.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "fork-shares-pinned",
                    "fork shares a page that is pinned, and the parent's next store leaves the pin behind",
                    "70e806e4e645",
                    List.of("FORK_COPIES_PINNED"),
                    "pin-fork.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "dax-truncate-dma",
                    "a block of a device's file is given to another file while it is still written",
                    "5fac7408d828; d2c997c0f145",
                    List.of("DAX_TRUNCATE_WAITS"),
                    "concurrent-dax-truncate-pin.mm",
                    List.of(ASSERTION, EXPECTATION)),
            new Bug(
                    "dax-busy-unmapped",
                    "truncation overlooks a pinned page because nobody maps it any more",
                    "cee91fa13a8e",
                    List.of("DAX_BUSY_THOUGH_UNMAPPED"),
                    "concurrent-dax-unmap-truncate.mm",
                    List.of(ASSERTION, EXPECTATION)),
            new Bug(
                    "pgmap-final-put",
                    "a device has left before the last of its pages was let go",
                    "50f44ee7248a; 0dc45ca1ce18",
                    List.of("UNBIND_WAITS_FOR_PINS"),
                    "concurrent-unbind-pin.mm",
                    List.of(ASSERTION, EXPECTATION)),
            new Bug(
                    "zero-page-dirty-cow",
                    "a forced write whose copy is discarded meanwhile goes into the page of zeros",
                    "CVE-2017-1000405, here with small pages",
                    List.of("FORCED_WRITE_EXCLUSIVE"),
                    "concurrent-pin-discard-zero.mm",
                    List.of(EXPECTATION, AUDIT)),
            new Bug(
                    "shmem-dirty-cow",
                    "a forced write whose copy is discarded meanwhile goes into shared memory",
                    "CVE-2022-2590; 5535be309971",
                    List.of("FORCED_WRITE_EXCLUSIVE"),
                    "concurrent-pin-discard-shmem.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "mremap-stale-tlb",
                    "mremap moves an entry, and a CPU goes on storing through the old place",
                    "CVE-2018-18281; eb66ae030829",
                    List.of("move: flush the old place before the lock of the new one is dropped"),
                    "concurrent-store-move.mm",
                    List.of(STALE, FREED, AUDIT)),
            new Bug(
                    "mremap-stale-tlb-huge",
                    "mremap moves a huge entry, and a CPU goes on storing through the old place",
                    "CVE-2018-18281; eb66ae030829, here with move_huge_pmd",
                    List.of("move: flush the old place before the lock of the new one is dropped"),
                    "concurrent-huge-move-store.mm",
                    List.of(STALE, FREED, AUDIT)),
            new Bug(
                    "mremap-stale-tlb-giant",
                    "mremap moves an entry of 1 GiB, and a CPU goes on storing through the old place",
                    "CVE-2018-18281; eb66ae030829, here with move_huge_pud",
                    List.of("move: flush the old place before the lock of the new one is dropped"),
                    "concurrent-giant-move-store.mm",
                    List.of(STALE, FREED, AUDIT)),
            new Bug(
                    "mremap-stale-tlb-table",
                    "mremap moves a table with all it holds, and a CPU goes on storing through the old place",
                    "CVE-2018-18281; eb66ae030829, here with move_normal_pud",
                    List.of("move: flush the old place before the lock of the new one is dropped"),
                    "concurrent-table-move-store.mm",
                    List.of(STALE, FREED, AUDIT)),
            new Bug(
                    "mremap-table-race",
                    "mremap moves a PMD table while a truncation goes through it, and the new place keeps a page that is free",
                    "97113eb39fa7",
                    List.of("space.move: i_mmap lock over moving entries"),
                    "concurrent-table-move-truncate.mm",
                    List.of(EXPECTATION, STALE, FREED, AUDIT)),
            new Bug(
                    "mremap-huge-race",
                    "mremap moves a huge entry behind the back of a truncation",
                    "97113eb39fa7, here with move_huge_pmd",
                    List.of("space.move: i_mmap lock over moving entries"),
                    "concurrent-huge-move-truncate.mm",
                    List.of(EXPECTATION, STALE, FREED, AUDIT, ASSERTION, DEADLOCK)),
            new Bug(
                    "mremap-giant-race",
                    "mremap moves an entry of 1 GiB behind the back of a device that leaves",
                    "97113eb39fa7, here with move_huge_pud",
                    List.of("space.move: i_mmap lock over moving entries"),
                    "concurrent-giant-move-revoke.mm",
                    List.of(EXPECTATION, STALE, FREED, AUDIT, DEADLOCK)),
            new Bug(
                    "stack-rot",
                    "a stack grows without the lock that those who look mappings up rely on",
                    "CVE-2023-3269; 9471f1f2f502",
                    List.of("space.stack: mmap lock over growing a stack"),
                    "concurrent-stack.mm",
                    List.of(RACE)),
            new Bug(
                    "missing-table-lock",
                    "two tasks change entries of one table without its lock, and one change is lost",
                    "ace88f1018b8",
                    List.of("cursor: leaf table lock over reading and changing its entries"),
                    "concurrent-first-touch.mm",
                    List.of(EXPECTATION, AUDIT)),
            new Bug(
                    "mremap-migration",
                    "an entry is moved behind the back of the walk that moves its page, and goes on with a frame of nobody's",
                    "31f3dce0413f",
                    List.of("space.move: anon_vma lock over moving entries"),
                    "concurrent-migrate-move.mm",
                    List.of(DEADLOCK, AUDIT, EXPECTATION, FREED)),
            new Bug(
                    "munmap-unflushed",
                    "truncation finds nobody who maps a block, since munmap has yet to flush, and gives the block away",
                    "b67fbebd4cf9",
                    List.of("UNCOUNTED_FLUSHED_FIRST"),
                    "concurrent-dax-munmap-store.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "reclaim-batch",
                    "mprotect finds nothing to do where reclaim has cleared and not flushed, and stores go on",
                    "3ea277194daa",
                    List.of("CHANGE_FLUSHES_FOR_OTHERS"),
                    "concurrent-reclaim-protect.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "soft-dirty-tlb",
                    "who follows stores takes the marks and does not flush: later stores leave none",
                    "912efa17e512",
                    List.of("gather: flush what was changed before anything is freed"),
                    "concurrent-checkpoint-store.mm",
                    List.of(EXPECTATION, STALE)),
            new Bug(
                    "mkclean-misses",
                    "writeback misses an entry that moves, and the page is stored to without the file's knowledge",
                    "479db0bf408e",
                    List.of("space.move: i_mmap lock over moving entries"),
                    "concurrent-file-move-writeback.mm",
                    List.of(AUDIT, EXPECTATION)),
            new Bug(
                    "fault-truncate",
                    "a fault maps a page that a hole punch has just taken out of the file",
                    "d00806b18315",
                    List.of("FOLIO_STILL_IN_FILE"),
                    "concurrent-file-punch.mm",
                    List.of(AUDIT, EXPECTATION)),
            new Bug(
                    "gup-fast-unmap",
                    "a pin taken without locks gets a page that is unmapped and somebody else's by then",
                    "the second look of mm/gup.c",
                    List.of("GUP_PTE_UNCHANGED"),
                    "concurrent-pin-unmap.mm",
                    List.of(EXPECTATION, AUDIT, FREED)),
            new Bug(
                    "fork-links-early",
                    "a child's mapping of a file joins those of the file while a truncation walks them",
                    "CVE-2024-27022",
                    List.of("space.file: i_mmap lock over linking a forked VMA"),
                    "concurrent-file-fork-truncate.mm",
                    List.of(RACE, EXPECTATION, AUDIT)),
            new Bug(
                    "page-cache-reuse",
                    "a read without locks gets a frame that a file has lost and another has got, and gives its bytes",
                    "the second look of mm/filemap.c",
                    List.of("PAGE_CACHE_SLOT_UNCHANGED"),
                    "concurrent-file-read-reuse.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "refcount-overflow",
                    "references are given until their count wraps, and a page that many hold looks free",
                    "CVE-2019-11487; 8fde12ca79af",
                    List.of("REFERENCE_ROOM"),
                    "reference-room.mm",
                    List.of(ASSERTION, EXPECTATION)),
            new Bug(
                    "vmsplice-secret",
                    "a page that a child still reads through a pipe is taken over by the parent, which writes a secret into it",
                    "CVE-2020-29374; 17839856fd58",
                    List.of("COW_REUSE_SOLE_REFERENCE"),
                    "leaked-secret.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "writeback-pinned",
                    "a page is cleaned while it is pinned, and what the device writes then is on no disk",
                    "cc5095747edf; the hole that put_user_page left",
                    List.of("WRITEBACK_SEES_PINS"),
                    "concurrent-writeback-pin.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "unpin-dirty-unasked",
                    "who drops a pin marks the page dirty without asking the file, which drops the mark",
                    "cc5095747edf",
                    List.of("UNPIN_ASKS_FILE"),
                    "writeback-mkwrite-on-unpin.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "dax-entry-dropped",
                    "a file on a device is forgotten while a page of it is pinned, and nobody can wait for the page",
                    "bde708f1a65d",
                    List.of("DAX_TRUNCATE_WAITS"),
                    "concurrent-dax-unlink-pin.mm",
                    List.of(ASSERTION, EXPECTATION)),
            new Bug(
                    "dax-sizes-collide",
                    "a load maps a hole by a small entry, and a store the same place by a huge one",
                    "e2093926a098",
                    List.of("dax.fault: chunk lock from the block to the entry"),
                    "concurrent-dax-sizes.mm",
                    List.of(EXPECTATION, AUDIT, LIVELOCK)),
            new Bug(
                    "gup-fast-stranger",
                    "a pin without locks counts the first frame of a folio that is none any more, and another file's by then",
                    "65090f30ab79; here a folio of a device",
                    List.of("GUP_FOLIO_UNCHANGED"),
                    "concurrent-dax-dissolve-pin.mm",
                    List.of(ASSERTION, EXPECTATION, AUDIT)),
            new Bug(
                    "gup-fast-stale-table",
                    "a pin without locks goes on with a huge entry that was cleared, whose pages are another file's by then",
                    "the second look at the PMD of mm/gup.c",
                    List.of("GUP_PMD_UNCHANGED"),
                    "concurrent-dax-truncate-pin-huge.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "pgmap-underflow",
                    "a pin without locks takes no hold on the device, and its drop gives one back",
                    "6dd29b3df9",
                    List.of("GUP_HOLDS_DEVICE"),
                    "device-pin-per-page.mm",
                    List.of(COUNT)),
            new Bug(
                    "dax-mremap",
                    "mremap takes a huge entry of a device's file for a table, and what is stored in the page for entries",
                    "CVE-2020-10757; 5bfea2d9b17f",
                    List.of("HUGE_IS_NO_TABLE"),
                    "dax-move.mm",
                    List.of(EXPECTATION, AUDIT, ASSERTION, FREED)),
            new Bug(
                    "dax-mremap-giant",
                    "an entry of 1 GiB is taken for a table, and what is stored in the pages for entries",
                    "CVE-2020-10757; 5bfea2d9b17f, here with the level above",
                    List.of("HUGE_IS_NO_TABLE"),
                    "dax-giant-move.mm",
                    List.of(EXPECTATION, AUDIT, ASSERTION, FREED)),
            new Bug(
                    "kmap-guard-switch",
                    "a switch of tasks takes the guards between kernel maps for maps",
                    "487cfade12fa",
                    List.of("KMAP_SWITCH_SKIPS_GUARDS"),
                    "concurrent-kmap-guards.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "kmap-atomic-sleeps",
                    "a task sleeps with a kernel map that belongs to its CPU, and another's takes its place",
                    "the rule of kmap_atomic before f3ba3c710ac5",
                    List.of("KMAP_ATOMIC_KEEPS_CPU"),
                    "concurrent-kmap-atomic.mm",
                    List.of(EXPECTATION, KERNEL_MAP)),
            new Bug(
                    "pks-exception-count",
                    "an exception closes the register and keeps the count, so a section opened inside opens nothing",
                    "memremap_pages: Define pgmap_mk_{readwrite|noaccess}() calls, V8",
                    List.of("PKS_EXCEPTION_COUNTS_ANEW"),
                    "concurrent-stray-fault.mm",
                    List.of(EXPECTATION)),
            new Bug(
                    "pks-count-per-cpu",
                    "a task sleeps in a section that its CPU counts, and another's section opens nothing",
                    "the objection to counts per CPU in the same thread",
                    List.of("STRAY_SECTION_KEEPS_CPU"),
                    "concurrent-stray-per-cpu.mm",
                    List.of(EXPECTATION, EXPOSED)));

    private Catalogue() {}

    /** All of them. */
    public static List<Bug> all() {
        return ALL;
    }

    /** The one with a name. */
    public static Optional<Bug> find(String name) {
        return ALL.stream().filter(b -> b.name().equals(name)).findFirst();
    }
}
