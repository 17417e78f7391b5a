package dev.pinfold.lab.junit;

import dev.pinfold.lab.explore.Program;

/** The program that a test method puts together. */
public final class Tasks {
    private final Program.Of program = new Program.Of();

    /** Adds a task. */
    public void add(String name, Program.Body body) {
        program.task(name, body);
    }

    /** Sets the check after the last task. */
    public void finish(Program.Body check) {
        program.finish(check);
    }

    Program program() {
        return program;
    }
}
