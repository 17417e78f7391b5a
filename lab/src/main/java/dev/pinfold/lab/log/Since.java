package dev.pinfold.lab.log;

import dev.pinfold.lab.lang.Line;
import dev.pinfold.mm.abi.Group;
import dev.pinfold.mm.abi.Mman;
import java.util.Map;
import java.util.Optional;

/** With which release of Linux things came that a log can show. */
final class Since {
    /** Large anonymous mappings are aligned for huge pages. */
    static final Release ANONYMOUS_ALIGNED = new Release(6, 7);
    /** Of those, only mappings of whole huge pages are. */
    static final Release WHOLE_HUGE_PAGES = new Release(6, 12);
    /** Large mappings of files are aligned where the file system asks for it. */
    static final Release FILES_ALIGNED = new Release(5, 18);

    static final Release FIXED_NOREPLACE = new Release(4, 17);
    /** One mremap moves several mappings. */
    static final Release MOVES_MANY = new Release(6, 17);

    private static final Map<String, Release> CALLS = Map.ofEntries(
            Map.entry("finit_module", new Release(3, 8)),
            Map.entry("renameat2", new Release(3, 15)),
            Map.entry("getrandom", new Release(3, 17)),
            Map.entry("memfd_create", new Release(3, 17)),
            Map.entry("seccomp", new Release(3, 17)),
            Map.entry("bpf", new Release(3, 18)),
            Map.entry("execveat", new Release(3, 19)),
            Map.entry("membarrier", new Release(4, 3)),
            Map.entry("userfaultfd", new Release(4, 3)),
            Map.entry("mlock2", new Release(4, 4)),
            Map.entry("copy_file_range", new Release(4, 5)),
            Map.entry("preadv2", new Release(4, 6)),
            Map.entry("pwritev2", new Release(4, 6)),
            Map.entry("pkey_alloc", new Release(4, 9)),
            Map.entry("pkey_free", new Release(4, 9)),
            Map.entry("pkey_mprotect", new Release(4, 9)),
            Map.entry("statx", new Release(4, 11)),
            Map.entry("rseq", new Release(4, 18)),
            Map.entry("io_uring_setup", new Release(5, 1)),
            Map.entry("pidfd_open", new Release(5, 3)),
            Map.entry("clone3", new Release(5, 3)),
            Map.entry("openat2", new Release(5, 6)),
            Map.entry("faccessat2", new Release(5, 8)),
            Map.entry("close_range", new Release(5, 9)),
            Map.entry("process_madvise", new Release(5, 10)),
            Map.entry("epoll_pwait2", new Release(5, 11)),
            Map.entry("memfd_secret", new Release(5, 14)),
            Map.entry("process_mrelease", new Release(5, 15)),
            Map.entry("futex_waitv", new Release(5, 16)),
            Map.entry("cachestat", new Release(6, 5)),
            Map.entry("fchmodat2", new Release(6, 6)),
            Map.entry("map_shadow_stack", new Release(6, 6)),
            Map.entry("mseal", new Release(6, 10)),
            Map.entry("setxattrat", new Release(6, 13)));

    private static final Map<Long, Release> ADVICE = Map.ofEntries(
            Map.entry(8L, new Release(4, 5)), // MADV_FREE
            Map.entry(18L, new Release(4, 14)), // MADV_WIPEONFORK
            Map.entry(19L, new Release(4, 14)), // MADV_KEEPONFORK
            Map.entry(20L, new Release(5, 4)), // MADV_COLD
            Map.entry(21L, new Release(5, 4)), // MADV_PAGEOUT
            Map.entry(22L, new Release(5, 14)), // MADV_POPULATE_READ
            Map.entry(23L, new Release(5, 14)), // MADV_POPULATE_WRITE
            Map.entry(24L, new Release(5, 18)), // MADV_DONTNEED_LOCKED
            Map.entry(25L, new Release(6, 1)), // MADV_COLLAPSE
            Map.entry(102L, new Release(6, 13)), // MADV_GUARD_INSTALL
            Map.entry(103L, new Release(6, 13))); // MADV_GUARD_REMOVE

    /** Flags by the call and the argument's index in which they stand. */
    private record Flag(String call, int index, long bit, boolean whole, String name, Release since) {}

    private static final Flag[] FLAGS = {
        new Flag("mmap", 3, 3, true, "MAP_SHARED_VALIDATE", new Release(4, 15)),
        new Flag("mmap", 3, 8, true, "MAP_DROPPABLE", new Release(6, 11)),
        new Flag("mremap", 3, 4, false, "MREMAP_DONTUNMAP", new Release(5, 7)),
        new Flag("mlockall", 0, 4, false, "MCL_ONFAULT", new Release(4, 4)),
        new Flag("memfd_create", 1, 4, false, "MFD_HUGETLB", new Release(4, 14)),
        new Flag("memfd_create", 1, 8, false, "MFD_NOEXEC_SEAL", new Release(6, 3)),
        new Flag("memfd_create", 1, 16, false, "MFD_EXEC", new Release(6, 3)),
    };

    /** Something that a line uses, and the release it came with. */
    record Feature(String name, Release since) {}

    private Since() {}

    /** Returns the call itself, where it is not as old as Linux on x86-64. */
    static Optional<Feature> call(String name) {
        return Optional.ofNullable(CALLS.get(name)).map(r -> new Feature(name, r));
    }

    /** Returns the youngest thing that the arguments of a line use, if they use any that is not as old as the call. */
    static Optional<Feature> arguments(Line line) {
        if (line.name().equals("madvise")) {
            long advice = LogFacts.argument(line, 2);
            return Optional.ofNullable(ADVICE.get(advice)).map(r -> new Feature(Group.MADVISE.nameOf(advice), r));
        }
        Optional<Feature> youngest = Optional.empty();
        for (Flag flag : FLAGS) {
            if (flag.call().equals(line.name())
                    && flag.index() < line.arguments().size()) {
                long word = LogFacts.argument(line, flag.index());
                boolean used = flag.whole() ? (word & Mman.MAP_TYPE) == flag.bit() : (word & flag.bit()) != 0;
                boolean younger = youngest.isEmpty() || youngest.get().since().before(flag.since());
                if (used && younger) {
                    youngest = Optional.of(new Feature(flag.name(), flag.since()));
                }
            }
        }
        return youngest;
    }
}
