package dev.pinfold.mm.sync;

/**
 * Stands for a structure of plain Java objects that a lock guards. Code that looks at the structure or changes it says so
 * here; in controlled mode an access without the lock is then found as a race, which the collections of Java themselves
 * would hide.
 */
public final class Witness {
    private final IntCell changes = new IntCell(0);

    /** The structure is about to be read. */
    public void read() {
        changes.get();
    }

    /** The structure is about to be changed. */
    public void change() {
        changes.set(changes.get() + 1);
    }
}
