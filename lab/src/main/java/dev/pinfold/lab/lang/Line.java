package dev.pinfold.lab.lang;

import java.util.List;
import java.util.Optional;

/** A call of a workload: who makes it, with what, and what must come of it. Immutable. */
public final class Line implements WorkloadStep {
    private final Entry.Call entry;
    private final int task;
    private final Optional<CallSpec> spec;
    private final Optional<Expectation> expectation;
    private final int creates;

    public Line(Entry.Call entry, int task, Optional<CallSpec> spec, Optional<Expectation> expectation, int creates) {
        this.entry = entry;
        this.task = task;
        this.spec = spec;
        this.expectation = expectation;
        this.creates = creates;
    }

    /** Returns the number of the line on which the call began, which is the one that reports name. */
    @Override
    public int number() {
        return entry.begun();
    }

    /** Returns the number of the line on which the call came back: another one only where strace printed it apart. */
    public int last() {
        return entry.line();
    }

    @Override
    public int task() {
        return task;
    }

    /** Returns the call's name. */
    public String name() {
        return entry.name();
    }

    /** Returns the call's description, or nothing where it is a system call that concerns nobody here. */
    public Optional<CallSpec> spec() {
        return spec;
    }

    /** Returns the arguments. */
    public List<Expr> arguments() {
        return entry.arguments();
    }

    /** Returns what must come back, or nothing where any success will do. */
    public Optional<Expectation> expectation() {
        return expectation;
    }

    /** Returns the index of the task that this call creates, or -1. */
    public int creates() {
        return creates;
    }

    /** Returns the call as written, without task and result. */
    public String call() {
        return entry.piece().text().substring(entry.at(), entry.end());
    }

    /** Returns the whole line as written. */
    public String text() {
        return entry.piece().text().strip();
    }

    /**
     * Makes the error that points at a part of this line.
     *
     * @param at the part's index, as {@link Expr#at()} gives it
     */
    public WorkloadException error(int at, String found, String expected) {
        return entry.piece().error(at, found, expected);
    }

    /** Makes the error that points at the call's name. */
    public WorkloadException error(String found, String expected) {
        return error(entry.at(), found, expected);
    }

    @Override
    public String toString() {
        return number() + ": " + text();
    }
}
