package dev.pinfold.host.diff;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Gives;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Signature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of one task with literal arguments: what both sides execute, what the generator draws and the shrinker cuts.
 *
 * @param task index of the task
 * @param creates index of the task that the call creates, or -1
 */
public record Invocation(int task, Signature call, List<Arg> args, int creates) {
    /** Makes the operation; the arguments are copied. */
    public Invocation {
        args = List.copyOf(args);
    }

    /** An operation whose arguments are numbers. */
    public static Invocation of(int task, Signature call, long... numbers) {
        List<Arg> args = new ArrayList<>(numbers.length);
        for (long n : numbers) {
            args.add(new Arg.Num(n));
        }
        return new Invocation(task, call, args, -1);
    }

    /** An operation with arguments of any kind. */
    public static Invocation with(int task, Signature call, Arg... args) {
        return new Invocation(task, call, List.of(args), -1);
    }

    /** The same operation as the creator of a task. */
    public Invocation creating(int newTask) {
        return new Invocation(task, call, args, newTask);
    }

    /** The same operation with another argument at an index. */
    public Invocation withArg(int index, Arg arg) {
        List<Arg> changed = new ArrayList<>(args);
        changed.set(index, arg);
        return new Invocation(task, call, changed, creates);
    }

    /** Returns the number at an index, or 0 where there is none. */
    public long num(int index) {
        return index < args.size() ? args.get(index).number() : 0;
    }

    /** Returns the text at an index as a string, one character a byte. */
    public String text(int index) {
        return args.get(index) instanceof Arg.Text t ? new String(t.bytes(), StandardCharsets.ISO_8859_1) : "";
    }

    /** Returns whether the call creates a task. */
    boolean createsTask() {
        return call.gives() == Gives.NEW_TASK;
    }

    /** Returns whether the call's value is the number of a task. */
    boolean givesTask() {
        return createsTask() || call.gives() == Gives.TASK;
    }

    /** Returns whether the call ends its task. */
    public boolean endsTask() {
        return call.gives() == Gives.NEVER;
    }

    /** Returns what a parameter is. */
    public ParamKind kind(int index) {
        return index < call.params().size() ? call.params().get(index).kind() : ParamKind.NUMBER;
    }

    /** Returns whether a task is named where a descriptor of one is wanted, which then lives as long as the call. */
    boolean throughDescriptor() {
        return !args.isEmpty() && args.getFirst() instanceof Arg.Task && kind(0) == ParamKind.TASK_FD;
    }

    /** Makes a text argument of a string of bytes. */
    public static Arg.Text text(String s) {
        return new Arg.Text(s.getBytes(StandardCharsets.ISO_8859_1));
    }
}
