package dev.pinfold.lab.lang;

/**
 * What stands before a call: the task, as a word or as strace prints it, and time stamps, instruction pointers and call
 * numbers, which are read over.
 */
final class Prefix {
    private Prefix() {}

    /**
     * Reads the prefix and leaves the cursor at the call, the event or the section that follows.
     *
     * @return the task as written: a word, a number, or an empty string where none is named
     */
    static String read(Cursor c) throws WorkloadException {
        c.blanks();
        String task = "";
        if (c.take("[pid")) {
            c.blanks();
            task = digits(c);
            if (task.isEmpty()) {
                throw c.error("a process id after \"[pid\"");
            }
            command(c);
            if (!c.take("]")) {
                throw c.error("\"]\" after the process id");
            }
        } else if (Cursor.isDigit(c.peek())) {
            int start = c.at;
            task = digits(c);
            command(c);
            if (c.peek() != ' ' && c.peek() != '\t') {
                // A time stamp, then, or nothing we know: looked at below.
                c.at = start;
                task = "";
            }
        } else {
            task = word(c);
        }
        c.blanks();
        stamps(c);
        return task;
    }

    private static String digits(Cursor c) {
        int start = c.at;
        while (Cursor.isDigit(c.peek())) {
            c.at++;
        }
        return c.text.substring(start, c.at);
    }

    /** Steps over the command's name behind a process id: {@code 1234<bash>}. */
    private static void command(Cursor c) {
        if (c.peek() == '<') {
            int end = c.text.indexOf('>', c.at);
            if (end > 0) {
                c.at = end + 1;
            }
        }
    }

    /** Reads a task's word, if what follows it can only belong to a task. */
    private static String word(Cursor c) throws WorkloadException {
        int start = c.at;
        String word = c.name();
        int end = c.at;
        c.blanks();
        boolean task = !word.isEmpty()
                && c.at > end
                && (Cursor.startsName(c.peek()) || c.looking("+++") || c.looking("---") || c.looking("<..."));
        if (!task) {
            c.at = start;
            return "";
        }
        return word;
    }

    /** Steps over what {@code -t -r -i -n} print. */
    private static void stamps(Cursor c) throws WorkloadException {
        while (true) {
            int start = c.at;
            if (Cursor.isDigit(c.peek())) {
                digits(c);
                boolean stamp = false;
                while ((c.peek() == ':' || c.peek() == '.') && c.at + 1 < c.text.length()) {
                    c.at++;
                    stamp |= !digits(c).isEmpty();
                }
                if (!stamp || c.peek() != ' ' && c.peek() != '\t') {
                    c.at = start;
                    return;
                }
            } else if (c.looking("(+")) {
                int end = c.text.indexOf(')', c.at);
                if (end < 0) {
                    return;
                }
                c.at = end + 1;
            } else if (c.peek() == '[') {
                c.at++;
                c.blanks();
                String pointer = c.alphanumeric();
                while (c.take("?")) {
                    pointer = "?";
                }
                if (pointer.isEmpty() || !c.take("]")) {
                    c.at = start;
                    return;
                }
            } else {
                return;
            }
            c.blanks();
        }
    }
}
