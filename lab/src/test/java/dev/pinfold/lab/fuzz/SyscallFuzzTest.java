package dev.pinfold.lab.fuzz;

import static dev.pinfold.lab.fuzz.CallTape.Writer.bit;
import static dev.pinfold.lab.fuzz.CallTape.Writer.minus;
import static dev.pinfold.lab.fuzz.CallTape.Writer.pages;
import static dev.pinfold.lab.fuzz.CallTape.Writer.result;
import static dev.pinfold.lab.fuzz.CallTape.Writer.small;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.abi.Syscall;
import dev.pinfold.mm.sync.Deadlock;
import dev.pinfold.mm.sync.DeadlockWatch;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever lies in registers and in memory: each call of {@code Calls.syscall} gives a value, and the audit is clean. */
class SyscallFuzzTest {
    private static final int[] RW = small(3);
    private static final int[] ANON = small(0x22);

    @MethodSource("tapes")
    @FuzzTest(maxDuration = "15m")
    void answers(byte[] tape) {
        // One thread is all there is: what it waits for in vain never comes.
        DeadlockWatch watch = new DeadlockWatch();
        watch.expect(1);
        watch.join();
        try (Machine machine = Machine.of(CallTape.config(tape))) {
            try {
                CallTape.play(tape, machine);
                machine.check();
                machine.tasks().forEach(t -> t.calls().exitGroup(0));
                machine.check();
            } catch (Deadlock e) {
                machine.discard();
            } catch (RuntimeException | Error e) {
                machine.discard();
                throw e;
            }
        } finally {
            watch.leave();
        }
    }

    /** A mapping of 16 pages, whose address is result 0. */
    private static CallTape.Writer room(int config) {
        return new CallTape.Writer(config).call(Syscall.MMAP, small(0), pages(16), RW, ANON, minus(1));
    }

    static List<byte[]> tapes() {
        int[] at = result(0, 0, 0);
        int[] second = result(0, 1, 0);
        int[] fd = result(1, 0, 0);
        return List.of(
                room(0).store(at, small(7))
                        .call(Syscall.MPROTECT, second, pages(2), small(1))
                        .store(second, small(1))
                        .call(Syscall.MREMAP, at, pages(16), pages(64), small(1))
                        .call(Syscall.MADVISE, at, pages(4), small(4))
                        .call(Syscall.MINCORE, at, pages(4), result(0, 8, 0))
                        .call(Syscall.MUNMAP, second, pages(3))
                        .tape(),
                room(4).call(Syscall.MLOCKALL, small(7))
                        .call(Syscall.BRK, small(0))
                        .call(Syscall.BRK, result(1, 9, 0))
                        .call(Syscall.MLOCK2, at, pages(3), small(1))
                        .call(Syscall.MUNLOCKALL)
                        .tape(),
                room(0).poke(at, 'n', 'a', 'm', 'e', 0)
                        .call(Syscall.MEMFD_CREATE, at, small(3))
                        .call(Syscall.FTRUNCATE, fd, pages(9))
                        .call(Syscall.MMAP, small(0), pages(9), RW, small(1), fd)
                        .store(result(2, 3, 8), small(5))
                        .call(Syscall.MSYNC, result(2, 0, 0), pages(9), small(4))
                        .call(Syscall.PWRITE64, fd, at, small(200), pages(3))
                        .call(Syscall.FALLOCATE, fd, small(3), pages(1), pages(2))
                        .call(Syscall.REMAP_FILE_PAGES, result(2, 0, 0), pages(2), small(0), small(4), small(0))
                        .call(Syscall.CLOSE, fd)
                        .tape(),
                room(64).store(at, small(1))
                        .call(Syscall.FORK)
                        .store(at, small(2))
                        .goOnWith(1)
                        .load(at)
                        .call(Syscall.MADVISE, at, pages(16), small(21))
                        .call(Syscall.EXIT_GROUP, small(3))
                        .call(Syscall.WAIT4, minus(1), second, small(1), result(0, 2, 0))
                        .tape(),
                room(0).store(at, second)
                        .store(result(0, 0, 8), pages(1))
                        .store(result(0, 0, 16), result(0, 4, 0))
                        .store(result(0, 0, 24), small(100))
                        .call(Syscall.GETPID)
                        .call(Syscall.PROCESS_VM_READV, fd, at, small(2), result(0, 0, 16), small(1), small(0))
                        .call(Syscall.PIDFD_OPEN, fd, small(0))
                        .call(Syscall.PROCESS_MADVISE, result(3, 0, 0), at, small(2), small(20))
                        .call(Syscall.PRLIMIT64, small(0), small(8), at, second)
                        .tape(),
                room(1).call(Syscall.PKEY_ALLOC, small(0), small(2))
                        .call(Syscall.PKEY_MPROTECT, at, pages(4), RW, fd)
                        .load(at)
                        .call(Syscall.PKEY_FREE, fd)
                        .call(Syscall.MSEAL, at, pages(1), small(0))
                        .call(Syscall.MUNMAP, at, pages(2))
                        .tape(),
                room(32).poke(at, '/', 'f', 0)
                        .call(Syscall.OPEN, at, small(0x42), bit(8, 0x80))
                        .store(result(0, 1, 0), at)
                        .store(result(0, 1, 8), pages(3))
                        .call(Syscall.WRITEV, fd, second, small(1))
                        .call(Syscall.LSEEK, fd, small(0), small(4))
                        .call(Syscall.PREADV2, fd, second, small(1), minus(1), small(0), small(0))
                        .call(Syscall.DUP3, fd, small(9), bit(19, 0))
                        .call(Syscall.CACHESTAT, small(9), result(0, 5, 0), result(0, 6, 0), small(0))
                        .call(Syscall.TRUNCATE, at, pages(1))
                        .call(Syscall.UNLINK, at)
                        .call(Syscall.EXECVE, at)
                        .tape(),
                room(0).call(Syscall.CLONE, bit(8, 17), result(0, 15, 0), at, second)
                        .call(Syscall.VFORK)
                        .goOnWith(1)
                        .call(Syscall.MADVISE, at, pages(600), small(14))
                        .call(Syscall.MMAP, bit(46, 0), pages(1024), RW, bit(18, 0x22), minus(1))
                        .call(Syscall.EXIT, small(1))
                        .tape());
    }
}
