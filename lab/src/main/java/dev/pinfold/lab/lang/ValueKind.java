package dev.pinfold.lab.lang;

/** What a name of a workload stands for, as far as the call that binds it tells. */
enum ValueKind {
    ADDRESS("an address"),
    PAGE("a page"),
    PAGES("a list of pages"),
    DESCRIPTOR("a descriptor"),
    TASK("a task"),
    PROCESS("a process's number"),
    TEXT("a text"),
    WORDS("a list of words"),
    NUMBER("a number"),
    /** What a load or a cas gave: anything that a program may keep in memory. */
    ANY("a value");

    private final String words;

    ValueKind(String words) {
        this.words = words;
    }

    /** The kind as a message names it. */
    String words() {
        return words;
    }

    /** The kind of what a call gives, by the word that {@code calls.txt} has for it. */
    static ValueKind ofResult(String result) {
        return switch (result) {
            case "address" -> ADDRESS;
            case "page" -> PAGE;
            case "pages" -> PAGES;
            case "fd" -> DESCRIPTOR;
            case "task" -> TASK;
            case "pid" -> PROCESS;
            case "text", "string" -> TEXT;
            case "words" -> WORDS;
            case "value" -> ANY;
            default -> NUMBER;
        };
    }

    /** The kind of one element of what has this kind. */
    ValueKind element() {
        return this == PAGES ? PAGE : ANY;
    }

    /** Whether it can be an operand of arithmetic, or a word that a system call is given. */
    boolean isWord() {
        return switch (this) {
            case PAGE, PAGES, TEXT, WORDS -> false;
            default -> true;
        };
    }

    /**
     * Whether a parameter takes it.
     *
     * @param parameter the parameter's kind in {@code calls.txt}
     * @param linux whether the call is one of Linux's, which may be given any word
     */
    boolean fits(String parameter, boolean linux) {
        return switch (parameter) {
            case "page" -> this == PAGE;
            case "pages" -> this == PAGES || this == PAGE;
            case "any", "setting", "vector", "list", "struct" -> true;
            default -> isWord() && (linux || this == ANY || fitsOurs(parameter));
        };
    }

    private boolean fitsOurs(String parameter) {
        return switch (parameter) {
            case "addr" -> this == ADDRESS || this == NUMBER;
            case "fd" -> this == DESCRIPTOR || this == NUMBER;
            case "pid" -> this == TASK || this == PROCESS || this == NUMBER;
            case "count", "size", "off", "width" -> this == NUMBER;
            default -> true;
        };
    }
}
