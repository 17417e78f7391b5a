package dev.pinfold.host.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Syscall;
import org.junit.jupiter.api.Test;

/** Lines as they are printed. */
final class PrinterTest {
    private final Printer printer = new Printer();

    @Test
    void flagsErrorsAndSignalsHaveNames() {
        Invocation mmap = Invocation.of(0, Syscall.MMAP, 0, 4096, 3, 0x32, -1, 0);
        assertThat(printer.line(mmap, CallOutcome.value(-12)))
                .isEqualTo(
                        "A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = -1 ENOMEM");
        assertThat(printer.line(Invocation.of(1, MachineStep.LOAD, 4096, 1), CallOutcome.signal(11, 1, 4096)))
                .isEqualTo("B load(0x1000, 1) = SIGSEGV SEGV_MAPERR");
        assertThat(printer.line(Invocation.of(0, Syscall.FORK).creating(2))).isEqualTo("A fork() = C");
        assertThat(printer.line(Invocation.of(0, Syscall.MADVISE, 4096, 4096, 102), CallOutcome.value(0)))
                .isEqualTo("A madvise(0x1000, 4096, MADV_GUARD_INSTALL) = 0");
    }

    @Test
    void stringsAreEscaped() {
        assertThat(Printer.quoted(new byte[] {'a', '"', '\\', '\n', 0, 1, '1', 0, '7', (byte) 0xff}))
                .isEqualTo("\"a\\\"\\\\\\n\\0\\0011\\0007\\377\"");
    }

    @Test
    void filesAndTasksOfASequenceHaveItsSuffix() {
        Invocation open = Invocation.with(0, Syscall.OPEN, Invocation.text("f0"), new Arg.Num(2), new Arg.Num(0600));
        assertThat(new Printer("7").line(open, CallOutcome.value(3))).isEqualTo("A7 open(\"f07\", O_RDWR, 0600) = 3");
    }
}
