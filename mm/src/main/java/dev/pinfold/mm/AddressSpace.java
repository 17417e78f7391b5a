package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.audit.SpaceAudit;
import dev.pinfold.mm.space.MapsText;
import dev.pinfold.mm.space.Space;
import java.util.function.Consumer;

/** An address space as a whole: {@code mm_struct}. Nothing may run in it while it is looked at. */
public final class AddressSpace {
    private final Machine machine;
    private final Space space;

    AddressSpace(Machine machine, Space space) {
        this.machine = machine;
        this.space = space;
    }

    /** The mappings, one line each, as {@code /proc/PID/maps} prints them. */
    public String maps() {
        return MapsText.of(space);
    }

    /** Number of mappings. */
    public int mappings() {
        return space.mapCount();
    }

    /** Bytes mapped. */
    public long mappedBytes() {
        return space.totalVm() << PAGE_SHIFT;
    }

    /** Bytes locked into memory. */
    public long lockedBytes() {
        return space.lockedVm() << PAGE_SHIFT;
    }

    /** Page-table pages, those shared with other spaces included. */
    public long tableCount() {
        return space.tables().tableCount();
    }

    /** Audits this space and reports each contradiction: entries against mappings, reverse maps, counters and TLBs. */
    public void check(Consumer<String> findings) {
        new SpaceAudit(machine.kernel(), space, findings).run();
    }

    /** Audits this space; throws AssertionError with all findings if there are any. */
    public void check() {
        StringBuilder all = new StringBuilder();
        check(f -> all.append('\n').append(f));
        if (!all.isEmpty()) {
            throw new AssertionError("the address space contradicts itself:" + all);
        }
    }
}
