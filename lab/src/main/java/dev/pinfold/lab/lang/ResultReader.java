package dev.pinfold.lab.lang;

import dev.pinfold.mm.abi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what stands after a call: {@code = RESULT}, strace's remarks, a comment. A name alone, and {@code name ==
 * VALUE}, are left as slots that bind; the {@link Resolver} knows which names are bound already.
 */
final class ResultReader {
    private static final Set<String> SIGNALS = Set.of("SIGSEGV", "SIGBUS", "SIGILL");
    private static final Set<String> KERNEL = Set.of("PKS_FAULT", "OOPS", "BUG");
    private static final Set<String> CODES = Set.of(
            "SEGV_MAPERR",
            "SEGV_ACCERR",
            "SEGV_PKUERR",
            "SI_KERNEL",
            "BUS_ADRERR",
            "BUS_ADRALN",
            "BUS_MCEERR_AR",
            "ILL_ILLOPN");
    private static final String EXPECTED =
            "a result: a value, -1 ERRNO, SIGSEGV SEGV_MAPERR (or another fault), ?, or a name";

    private final Cursor c;
    private final ExprReader values;

    ResultReader(Cursor cursor) {
        this.c = cursor;
        this.values = new ExprReader(cursor);
    }

    /** Reads to the end of the line; empty where the line expects nothing. */
    Optional<Expectation> read() throws WorkloadException {
        c.blanks();
        if (c.atEnd() || c.peek() == '#') {
            return Optional.empty();
        }
        if (!c.take("=")) {
            throw c.error("\"=\" and a result, or the end of the line");
        }
        c.blanks();
        int start = c.at;
        List<Expectation.Outcome> outcomes = new ArrayList<>();
        do {
            c.blanks();
            outcomes.add(outcome());
        } while (alternative());
        String text = c.text.substring(start, c.at).strip();
        remarks();
        return Optional.of(new Expectation(outcomes, text));
    }

    /** Steps over {@code |} with a blank before it; without, it joins flags. */
    private boolean alternative() throws WorkloadException {
        int before = c.at;
        c.blanks();
        if (c.at > before && c.take("|")) {
            return true;
        }
        c.at = before;
        return false;
    }

    private Expectation.Outcome outcome() throws WorkloadException {
        if (c.take("?")) {
            int before = c.at;
            c.blanks();
            String error = c.name();
            if (error.startsWith("E") && Errno.number(error) > 0) {
                text();
                return new Expectation.Any(true);
            }
            c.at = before;
            return new Expectation.Any(false);
        }
        int start = c.at;
        String word = c.name();
        if (KERNEL.contains(word)) {
            return new Expectation.Fault(word, "");
        }
        if (SIGNALS.contains(word)) {
            return fault(word);
        }
        c.at = start;
        if (c.looking("-1 ")) {
            c.at += 3;
            c.blanks();
            int at = c.at;
            String error = c.name();
            if (error.startsWith("E") || c.peek() == '(') {
                return failure(at, error);
            }
            c.at = start;
        }
        return slots();
    }

    private Expectation.Outcome fault(String signal) throws WorkloadException {
        c.blanks();
        int at = c.at;
        String code = c.name();
        boolean fits = CODES.contains(code) && (code.equals("SI_KERNEL") || code.startsWith(signal.substring(3) + "_"));
        if (!fits) {
            c.at = at;
            throw c.error("the signal's code: "
                    + switch (signal) {
                        case "SIGBUS" -> "BUS_ADRERR or BUS_MCEERR_AR";
                        case "SIGILL" -> "ILL_ILLOPN";
                        default -> "SEGV_MAPERR, SEGV_ACCERR, SEGV_PKUERR or SI_KERNEL";
                    });
        }
        return new Expectation.Fault(signal, code);
    }

    private Expectation.Outcome failure(int at, String error) throws WorkloadException {
        int number = Errno.number(error);
        if (error.isEmpty() && c.take("(errno ")) {
            String digits = c.alphanumeric();
            c.take(")");
            return new Expectation.Failure((int) Numbers.parse(digits).orElseThrow(() -> c.error("an error number")));
        }
        if (number == 0) {
            c.at = at;
            throw c.error("an error that Linux has, such as ENOMEM, EINVAL or EFAULT");
        }
        text();
        return new Expectation.Failure(number);
    }

    /** Steps over the text in parentheses that strace puts behind an error or a value. */
    private void text() throws WorkloadException {
        int before = c.at;
        c.blanks();
        if (c.peek() == '(') {
            c.at++;
            if (!c.skipTo(")")) {
                throw c.error("\")\"");
            }
            c.at++;
        } else {
            c.at = before;
        }
    }

    private Expectation.Outcome slots() throws WorkloadException {
        List<Expectation.Slot> slots = new ArrayList<>();
        while (true) {
            c.blanks();
            slots.add(slot());
            int before = c.at;
            text();
            int after = c.at;
            c.blanks();
            if (!c.take(",")) {
                c.at = after > before ? after : before;
                return new Expectation.Values(slots);
            }
        }
    }

    private Expectation.Slot slot() throws WorkloadException {
        if (c.take("?")) {
            return new Expectation.Slot("", List.of());
        }
        if (c.atEnd() || c.peek() == '#' || c.peek() == '=') {
            throw c.error(EXPECTED);
        }
        Expr value = values.flags();
        if (value instanceof Expr.Name name) {
            int before = c.at;
            c.blanks();
            if (c.take("==")) {
                return new Expectation.Slot(name.name(), List.of(values.flags()));
            }
            c.at = before;
            return new Expectation.Slot(name.name(), List.of(name));
        }
        return new Expectation.Slot("", List.of(value));
    }

    /** Steps over what may follow a result, to the end of the line. */
    private void remarks() throws WorkloadException {
        while (true) {
            c.blanks();
            if (c.atEnd() || c.peek() == '#') {
                return;
            }
            if (c.peek() == '(') {
                text();
            } else if (c.peek() == '<' && c.text.indexOf('>', c.at) > 0) {
                c.at = c.text.indexOf('>', c.at) + 1;
            } else {
                throw c.error("the end of the line, a comment after \"#\", or another result after \" | \"");
            }
        }
    }
}
