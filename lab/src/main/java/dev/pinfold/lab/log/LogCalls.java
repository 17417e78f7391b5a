package dev.pinfold.lab.log;

import dev.pinfold.lab.exec.Given;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.mm.Calls;

/** Makes a log's memory calls with the words that the log shows; gives what the system call instruction returns. */
final class LogCalls {
    private LogCalls() {}

    static long make(Calls calls, Line line) {
        long a = LogFacts.argument(line, 0);
        long b = LogFacts.argument(line, 1);
        long c = LogFacts.argument(line, 2);
        long d = LogFacts.argument(line, 3);
        long e = LogFacts.argument(line, 4);
        return switch (line.name()) {
            case "mmap" -> calls.mmap(a, b, (int) c, (int) d, (int) e, LogFacts.argument(line, 5));
            case "munmap" -> calls.munmap(a, b);
            case "mprotect" -> calls.mprotect(a, b, c);
            case "mremap" -> calls.mremap(a, b, c, d, e);
            case "brk" -> calls.brk(a);
            case "madvise" -> calls.madvise(a, b, (int) c);
            case "msync" -> calls.msync(a, b, (int) c);
            case "mincore" ->
                Expr.plain(line.arguments().get(2)) instanceof Expr.Array
                        ? calls.mincore(a, b, new byte[Given.pages(b)])
                        : calls.mincore(a, b, c);
            case "mlock" -> calls.mlock(a, b);
            case "mlock2" -> calls.mlock2(a, b, (int) c);
            case "munlock" -> calls.munlock(a, b);
            case "mlockall" -> calls.mlockall((int) a);
            case "munlockall" -> calls.munlockall();
            case "mseal" -> calls.mseal(a, b, c);
            case "remap_file_pages" -> calls.remapFilePages(a, b, (int) c, d, (int) e);
            case "pkey_alloc" -> calls.pkeyAlloc(a, b);
            case "pkey_free" -> calls.pkeyFree((int) a);
            case "pkey_mprotect" -> calls.pkeyMprotect(a, b, c, (int) d);
            default -> throw new AssertionError(line);
        };
    }
}
