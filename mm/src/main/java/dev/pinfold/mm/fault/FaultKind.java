package dev.pinfold.mm.fault;

import dev.pinfold.mm.space.TaskContext;

/** What faults were about, as they are counted. Each counter belongs to one CPU, so that counting meets nobody. */
public enum FaultKind {
    /** First read of anonymous memory: the zero page was mapped. */
    ZERO_PAGE("zero-page"),
    /** First write to anonymous memory: a zeroed page. */
    ANONYMOUS("anonymous"),
    /** First write to anonymous memory: a zeroed huge page. */
    HUGE("huge"),
    /** First read of anonymous memory: the huge page of zeros. */
    HUGE_ZERO("huge-zero"),
    /** Write to a huge page that nobody else uses any more: used in place. */
    HUGE_REUSE("huge-reuse"),
    /** Write to a page that others may use: a copy. */
    COPY_ON_WRITE("copy-on-write"),
    /** Write to a page that nobody else uses any more: used in place. */
    REUSE("reuse"),
    /** Read of a file's page. */
    FILE_READ("file-read"),
    /** The page had to be read from the file's store first. */
    FILE_MAJOR("file-major"),
    /** Read of a file's page that was cached; its neighbours were mapped with it. */
    FILE_AROUND("file-around"),
    /** A huge folio of a file, mapped by one entry. */
    FILE_HUGE("file-huge"),
    /** Write to a page of a shared mapping. */
    FILE_WRITE("file-write"),
    /** First write to a page of a private file mapping: a copy of the cached page. */
    FILE_COPY("file-copy"),
    /** A page of a device's file, mapped itself. */
    DAX("dax"),
    /** 2 MiB of a device's file by one entry. */
    DAX_HUGE("dax-huge"),
    /** 1 GiB of a device by one entry. */
    DAX_GIANT("dax-giant"),
    /** First write to a page of a private mapping of a device's file: a copy of the block. */
    DAX_COPY("dax-copy"),
    /** A page that was in swap. */
    SWAP_IN("swap-in"),
    /** A page that was in memory of a device that no CPU reaches. */
    FROM_DEVICE("from-device"),
    /** The entry was right already: somebody else was faster, or the TLB was behind. */
    SPURIOUS("spurious"),
    /** A stack grew. */
    STACK("stack"),
    /** The access was refused: a signal. */
    REFUSED("refused");

    private final String label;
    private final int index;

    FaultKind(String label) {
        this.label = label;
        this.index = ordinalOf(this);
    }

    @SuppressWarnings("EnumOrdinal") // counters are an array
    private static int ordinalOf(FaultKind kind) {
        return kind.ordinal();
    }

    /** The name used in reports. */
    public String label() {
        return label;
    }

    /** The counter's place. */
    public int index() {
        return index;
    }

    /** Counts one. Preconditions: inside a call. */
    void count(TaskContext t) {
        t.kernel().faultCounts(t.cpuId())[index]++;
    }
}
