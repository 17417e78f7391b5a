package dev.pinfold.lab.lang;

import java.util.List;
import java.util.Optional;

/** A line of the file as read, before anybody knows which task and which value its words mean. */
public sealed interface Entry {
    /** Returns the line's number. */
    int line();

    /** Returns the task as written, or an empty string. */
    String task();

    /**
     * A call.
     *
     * @param begun the line on which it began
     * @param line the line on which it ended: the same one, unless strace printed it in two pieces
     * @param at index of its name in the text
     * @param end index after its closing parenthesis
     * @param section 0 in file order from the start, 1 concurrent, 2 final
     */
    record Call(
            int begun,
            int line,
            String task,
            Piece piece,
            int at,
            int end,
            String name,
            List<Expr> arguments,
            Optional<Expectation> result,
            int section)
            implements Entry {}

    /** {@code +++ exited with 0 +++} and {@code +++ killed by SIGSEGV +++}. */
    record Gone(int line, String task, Piece piece, int status, String signal, int section) implements Entry {}

    /** {@code --- SIGSEGV {…} ---}. */
    record Signal(int line, String task, Piece piece, String signal, String code, long address, int section)
            implements Entry {}

    /** {@code +++ superseded by execve in pid N +++}: the leader's number goes on as the task that called execve. */
    record Superseded(int line, String task, Piece piece, String by) implements Entry {}
}
