package dev.pinfold.mm;

/** One task of a machine: what calls and accesses are made by. Used by one thread at a time. */
public abstract class Task {
    Task() {}

    /** The task's number; for the first task of a process also the process's. */
    public abstract int pid();

    /** The calls of this task in raw form, which return errors as values. */
    public abstract Calls calls();
}
