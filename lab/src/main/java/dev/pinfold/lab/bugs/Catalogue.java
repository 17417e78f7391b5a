package dev.pinfold.lab.bugs;

import java.util.List;
import java.util.Optional;

/** The bugs that can be brought back. */
public final class Catalogue {
    private static final String EXPECTATION = "expectation";
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
                    List.of(EXPECTATION)));

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
        return List.of(EXPECTATION, AUDIT, FREED, STALE);
    }
}
