package dev.pinfold.lab.bugs;

import java.util.List;
import java.util.Optional;

/** The bugs that can be brought back. */
public final class Catalogue {
    private static final String EXPECTATION = "expectation";
    private static final String ASSERTION = "assertion";
    private static final String AUDIT = "audit";
    private static final String FREED = "freed frame";
    private static final String STALE = "stale translation";

    private static final List<Bug> ALL = List.of(
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
                    List.of(ASSERTION, EXPECTATION)));

    private Catalogue() {}

    /** All of them. */
    public static List<Bug> all() {
        return ALL;
    }

    /** The one with a name. */
    public static Optional<Bug> find(String name) {
        return ALL.stream().filter(b -> b.name().equals(name)).findFirst();
    }

    /** The kinds of violation bugs end in, for tests. */
    static List<String> kinds() {
        return List.of(EXPECTATION, ASSERTION, AUDIT, FREED, STALE);
    }
}
