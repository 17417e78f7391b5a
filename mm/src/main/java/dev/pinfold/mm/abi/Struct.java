package dev.pinfold.mm.abi;

import java.util.List;

/** A structure that calls read or write: its members in order, all of the same size. */
public enum Struct {
    /** None. */
    NONE(0, false),
    /** {@code struct rlimit64}: the soft and the hard limit. */
    RLIMIT(8, false, "rlim_cur", "rlim_max"),
    /** {@code struct cachestat_range}. */
    CACHESTAT_RANGE(8, false, "off", "len"),
    /** {@code struct cachestat}: numbers of pages. */
    CACHESTAT(8, false, "nr_cache", "nr_dirty", "nr_writeback", "nr_evicted", "nr_recently_evicted"),
    /** The status word of {@code wait4}. */
    STATUS(4, true, "status"),
    /** The number of a task. */
    TASK_ID(4, true, "tid"),
    /** {@code struct rusage}. */
    RUSAGE(
            8,
            true,
            "ru_utime.tv_sec",
            "ru_utime.tv_usec",
            "ru_stime.tv_sec",
            "ru_stime.tv_usec",
            "ru_maxrss",
            "ru_ixrss",
            "ru_idrss",
            "ru_isrss",
            "ru_minflt",
            "ru_majflt",
            "ru_nswap",
            "ru_inblock",
            "ru_oublock",
            "ru_msgsnd",
            "ru_msgrcv",
            "ru_nsignals",
            "ru_nvcsw",
            "ru_nivcsw");

    private final int memberBytes;
    private final boolean signed;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> members;

    Struct(int memberBytes, boolean signed, String... members) {
        this.memberBytes = memberBytes;
        this.signed = signed;
        this.members = List.of(members);
    }

    /** Returns the names of the members, in order. */
    public List<String> members() {
        return members;
    }

    /** Returns the size of each member in bytes. */
    public int memberBytes() {
        return memberBytes;
    }

    /** Returns whether the members are signed numbers. */
    public boolean signed() {
        return signed;
    }

    /** Returns the size of the whole in bytes. */
    public int bytes() {
        return memberBytes * members.size();
    }
}
