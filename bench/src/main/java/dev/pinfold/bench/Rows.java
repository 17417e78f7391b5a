package dev.pinfold.bench;

import java.util.ArrayList;
import java.util.List;

/** All lines of the comparison, in the order they are shown. */
public final class Rows {
    private Rows() {}

    /** Costs with a bound that are Pinfold's alone. */
    public static List<Cost> costs() {
        return KernelMapCosts.all();
    }

    public static List<Row> all() {
        List<Row> rows = new ArrayList<>(MapRows.rows());
        rows.addAll(FaultRows.rows());
        rows.addAll(PinRows.rows());
        rows.addAll(ScanRows.rows());
        rows.addAll(ThreadRows.rows());
        rows.addAll(AccessRows.rows());
        rows.addAll(OwnRows.rows());
        return List.copyOf(rows);
    }
}
