package dev.pinfold.mm;

/**
 * Which alternatives a machine is built with where the design of Linux's memory management has been argued over. The
 * default of each point is the best we know.
 *
 * @param forkTables what fork does with leaf page tables
 */
public record Design(ForkTables forkTables) {

    /** FORK_TABLES. */
    public enum ForkTables {
        /** Leaf tables hang in both spaces until somebody writes: fork costs nothing a page. */
        SHARE,
        /** Every entry is copied at once, as Linux does. */
        COPY
    }

    /** Leaf tables are shared. */
    public static Design defaults() {
        return new Design(ForkTables.SHARE);
    }

    /** This design with another way of treating tables at fork. */
    public Design withForkTables(ForkTables choice) {
        return new Design(choice);
    }
}
