package dev.pinfold.mm.fault;

import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/** Access to an entry that is neither empty nor present: {@code do_swap_page}, of which guard markers are here. */
final class MarkerFault {
    private MarkerFault() {}

    /** A guard marker refuses every access ({@code handle_pte_marker}); anything else has changed meanwhile. */
    static int handle(TaskContext t, Vma vma, long page) {
        TableCursor c = t.cursor();
        boolean guard = c.openAt(vma.tables(), page, TableCursor.READ) && Pte.isGuard(c.get());
        c.close();
        return guard ? Fault.SEGV : Fault.DONE;
    }
}
