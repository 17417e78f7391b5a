package dev.pinfold.mm.space;

import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.design.DesignPoint;

/** What fork does with leaf page tables: the design point {@code FORK_TABLES}. */
public interface ForkTables extends Choice {
    /** They hang in both spaces until somebody writes: fork costs nothing a page. */
    ForkTables SHARE = new Always(
            "share", "leaf tables hang in parent and child until one of them writes; fork costs nothing a page", true);

    /** Every entry is copied at once, as Linux does. */
    ForkTables COPY = new Always("copy", "fork copies every entry at once", false);

    /** The point. */
    DesignPoint<ForkTables> POINT = DesignPoint.named("FORK_TABLES", ForkTables.class)
            .asks("What does fork do with leaf page tables?")
            .linux("copy", "sharing them was proposed in 2021 and not taken")
            .choices(SHARE, COPY);

    /** Whether a fork of this space may share leaf tables. Preconditions: inside fork, no lock held. */
    boolean share(Space parent);

    /** The same for every space. */
    record Always(String choice, String summary, boolean share) implements ForkTables {
        @Override
        public boolean share(Space parent) {
            return share;
        }
    }
}
