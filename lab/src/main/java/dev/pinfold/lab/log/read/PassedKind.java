package dev.pinfold.lab.log.read;

/** What a line of a log is that is no call and no event of strace's. */
public enum PassedKind {
    /** What the program, or another one on the same terminal, wrote. */
    OUTPUT("line of the program's own output", "lines of the program's own output"),
    /** Before, after and between logs. */
    TALK("line of talk", "lines of talk"),
    PROMPT("prompt of a shell", "prompts of a shell"),
    /** Fences and tags around a quotation. */
    FENCE("mark of quotation", "marks of quotation"),
    /** A line after {@code #}. */
    COMMENT("comment", "comments"),
    /** Attached, detached, and what else strace says of itself. */
    NOTICE("notice of strace's", "notices of strace's"),
    /** What {@code -k} prints. */
    STACK("line of a call's stack", "lines of calls' stacks"),
    /** What {@code -c} prints. */
    SUMMARY("line of a summary table", "lines of a summary table"),
    /** What {@code -e read} and {@code -e write} print. */
    DUMP("line of dumped bytes", "lines of dumped bytes"),
    /** Keys that the terminal echoed. */
    KEYS("key typed", "keys typed"),
    /** A call whose beginning or whose end is not in the log. */
    CUT("call without its beginning or its end", "calls without their beginning or their end"),
    /** A call whose arguments are not what strace prints. */
    UNREADABLE("call that cannot be read", "calls that cannot be read"),
    /** Dots or words where somebody took lines out. */
    LEFT_OUT("place where lines were left out", "places where lines were left out"),
    /** A process that runs in 32-bit mode beside others. */
    OTHER_MODE("line of a process in 32-bit mode", "lines of a process in 32-bit mode"),
    /** What another dialect says and strace does not. */
    OTHER_DIALECT("line that says nothing of a result", "lines that say nothing of a result");

    private final String one;
    private final String many;

    PassedKind(String one, String many) {
        this.one = one;
        this.many = many;
    }

    /** Returns a count of them in words. */
    public String count(int n) {
        return n + " " + (n == 1 ? one : many);
    }
}
