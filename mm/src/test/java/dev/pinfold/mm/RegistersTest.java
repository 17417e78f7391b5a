package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageDown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Syscall;
import dev.pinfold.mm.abi.Wait;
import dev.pinfold.mm.sync.Lent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** System calls by number, with what lies in six registers. */
final class RegistersTest {
    private static final List<Syscall> ALL = List.of(Syscall.values());

    private static final int CALLS = 20_000;
    private static final int MOST_TASKS = 6;
    private static final long ROOM = 16 * PAGE_SIZE;

    private static long call(Calls c, Syscall s, long... registers) {
        long[] r = Arrays.copyOf(registers, 6);
        return c.syscall(s.number(), r[0], r[1], r[2], r[3], r[4], r[5]);
    }

    private static long room(Calls c) {
        return call(c, Syscall.MMAP, 0, ROOM, 3, 0x22, -1, 0);
    }

    private static long put(Calls c, long at, String text) {
        for (int i = 0; i < text.length(); i++) {
            c.store(at + i, text.charAt(i), 1);
        }
        c.store(at + text.length(), 0, 1);
        return at;
    }

    @Test
    void aNumberThatPinfoldDoesNotHaveIsNoCall() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Calls c = machine.newTask().calls();
            for (int number : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 41, 335, 1000}) {
                assertThat(c.syscall(number, 1, 2, 3, 4, 5, 6)).isEqualTo(-Errno.ENOSYS);
            }
        }
    }

    @Test
    void anIntIsTheLowerHalfOfItsRegister() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Calls c = machine.newTask().calls();
            long at = room(c);
            long fd = call(c, Syscall.MEMFD_CREATE, put(c, at, "name"), 7L << 32);
            assertThat(fd).isGreaterThanOrEqualTo(0);
            assertThat(call(c, Syscall.FTRUNCATE, fd | 5L << 32, 8192)).isZero();
            assertThat(call(c, Syscall.LSEEK, fd | 1L << 40, 0, 2 | 9L << 32)).isEqualTo(8192);
            assertThat(call(c, Syscall.MADVISE, at, PAGE_SIZE, 4 | 1L << 32)).isZero();
            assertThat(call(c, Syscall.MPROTECT, at, PAGE_SIZE, 1 | 1L << 32)).isEqualTo(-Errno.EINVAL);
            assertThat(call(c, Syscall.CLOSE, fd | 1L << 63)).isZero();
            machine.check();
        }
    }

    @Test
    void structuresAndVectorsLieInUserMemory() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task task = machine.newTask();
            Calls c = task.calls();
            long at = room(c);
            assertThat(call(c, Syscall.PRLIMIT64, 0, 7, 0, at)).isZero();
            assertThat(c.load(at, 8)).isEqualTo(-1);
            c.store(at, 100, 8);
            c.store(at + 8, 200, 8);
            assertThat(call(c, Syscall.SETRLIMIT, 7, at)).isZero();
            assertThat(call(c, Syscall.GETRLIMIT, 7, at + 64)).isZero();
            assertThat(c.load(at + 64, 8)).isEqualTo(100);

            long fd = call(c, Syscall.MEMFD_CREATE, put(c, at, "name"), 0);
            put(c, at + 100, "pinfold");
            c.store(at, at + 100, 8);
            c.store(at + 8, 3, 8);
            c.store(at + 16, at + 103, 8);
            c.store(at + 24, 4, 8);
            assertThat(call(c, Syscall.WRITEV, fd, at, 2)).isEqualTo(7);
            assertThat(call(c, Syscall.PREAD64, fd, at + 200, 100, 3)).isEqualTo(4);
            assertThat(c.load(at + 200, 4)).isEqualTo(0x646c_6f66);
            assertThat(call(c, Syscall.PREADV2, fd, at, 2, 1, -1, 0)).isEqualTo(6);

            assertThat(call(c, Syscall.MINCORE, at, ROOM, at + 300)).isZero();
            assertThat(c.load(at + 300, 2)).isEqualTo(1);

            long child = call(c, Syscall.FORK);
            call(Objects.requireNonNull(machine.task((int) child)).calls(), Syscall.EXIT_GROUP, 5);
            assertThat(call(c, Syscall.WAIT4, child, at + 400, 0, at + 512)).isEqualTo(child);
            assertThat(c.load(at + 400, 4)).isEqualTo(5 << 8);
            machine.check();
        }
    }

    @Test
    void whatCannotBeWrittenBackIsDoneAllTheSame() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Calls c = machine.newTask().calls();
            long at = room(c);
            c.store(at, 50, 8);
            c.store(at + 8, 60, 8);
            assertThat(call(c, Syscall.PRLIMIT64, 0, 7, at, 8)).isEqualTo(-Errno.EFAULT);
            assertThat(call(c, Syscall.GETRLIMIT, 7, at)).isZero();
            assertThat(c.load(at, 8)).isEqualTo(50);

            long child = call(c, Syscall.FORK);
            call(Objects.requireNonNull(machine.task((int) child)).calls(), Syscall.EXIT, 0);
            assertThat(call(c, Syscall.WAIT4, child, 8, 0, 0)).isEqualTo(-Errno.EFAULT);
            assertThat(call(c, Syscall.WAIT4, child, 0, 0, 0)).isEqualTo(-Errno.ECHILD);
            machine.check();
        }
    }

    @Test
    void aStringEndsBeforeItsPageDoesOrItsNextPageIsThere() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Calls c = machine.newTask().calls();
            long at = room(c);
            call(c, Syscall.MUNMAP, at + PAGE_SIZE, ROOM - PAGE_SIZE);
            assertThat(call(c, Syscall.CREAT, put(c, at + PAGE_SIZE - 3, "/f"), 0600))
                    .isGreaterThanOrEqualTo(0);
            assertThat(call(c, Syscall.OPEN, at + PAGE_SIZE - 3, 0, 0)).isGreaterThanOrEqualTo(0);
            c.store(at + PAGE_SIZE - 1, 'g', 1);
            assertThat(call(c, Syscall.OPEN, at + PAGE_SIZE - 3, 0, 0)).isEqualTo(-Errno.EFAULT);
            assertThat(call(c, Syscall.OPEN, 0, 0, 0)).isEqualTo(-Errno.EFAULT);
            assertThat(call(c, Syscall.OPEN, -8, 0, 0)).isEqualTo(-Errno.EFAULT);
            assertThat(call(c, Syscall.OPEN, pageDown(at + PAGE_SIZE - 4), 0, 0))
                    .isEqualTo(-Errno.ENOENT);
            machine.check();
        }
    }

    @Test
    void buffersMayLieInMemoryThatIsLent() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Calls c = machine.newTask().calls();
            byte[] lent = "name\0pinfold".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(call(c, Syscall.MEMFD_CREATE, Lent.START, 0)).isEqualTo(-Errno.EFAULT);
            c.lend(lent);
            long fd = call(c, Syscall.MEMFD_CREATE, Lent.START, 0);
            assertThat(call(c, Syscall.WRITE, fd, Lent.START + 5, 7)).isEqualTo(7);
            assertThat(call(c, Syscall.WRITE, fd, Lent.START + 5, 8)).isEqualTo(-Errno.EFAULT);
            assertThat(call(c, Syscall.PREAD64, fd, Lent.START + 1, 4, 3)).isEqualTo(4);
            assertThat(new String(lent, StandardCharsets.ISO_8859_1)).isEqualTo("nfoldpinfold");
            assertThat(call(c, Syscall.PREAD64, fd, Lent.START + 12, 1, 0)).isEqualTo(-Errno.EFAULT);
            assertThat(call(c, Syscall.PREAD64, fd, Lent.START - 1, 1, 0)).isEqualTo(-Errno.EFAULT);
            assertThat(c.load(Lent.START, 1)).isZero();
            assertThat(c.fault()).isNotZero();
            c.lend(new byte[64]);
            long at = room(c);
            assertThat(call(c, Syscall.MINCORE, at, ROOM, Lent.START)).isZero();
            assertThat(call(c, Syscall.MINCORE, at, ROOM, Lent.START + 60)).isEqualTo(-Errno.EFAULT);
            c.lend(new byte[0]);
            assertThat(call(c, Syscall.PREAD64, fd, Lent.START, 4, 3)).isEqualTo(-Errno.EFAULT);
            machine.check();
        }
    }

    @Test
    void aProcessThatHasEndedIsThereUntilItIsWaitedFor() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Calls c = machine.newTask().calls();
            long at = room(c);
            long child = call(c, Syscall.FORK);
            call(Objects.requireNonNull(machine.task((int) child)).calls(), Syscall.EXIT_GROUP, 0);
            long fd = call(c, Syscall.PIDFD_OPEN, child, 0);
            assertThat(fd).isGreaterThanOrEqualTo(0);
            assertThat(call(c, Syscall.PRLIMIT64, child, 7, 0, at)).isZero();
            assertThat(call(c, Syscall.READ, fd, at, 1)).isEqualTo(-Errno.EINVAL);
            assertThat(call(c, Syscall.FTRUNCATE, fd, 0)).isEqualTo(-Errno.EOPNOTSUPP);
            assertThat(call(c, Syscall.WAIT4, child, 0, 0, 0)).isEqualTo(child);
            assertThat(call(c, Syscall.PIDFD_OPEN, child, 0)).isEqualTo(-Errno.ESRCH);
            assertThat(call(c, Syscall.PRLIMIT64, child, 7, 0, at)).isEqualTo(-Errno.ESRCH);
            machine.check();
        }
    }

    @Test
    void execveLooksAtItsStringsFirst() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Calls c = machine.newTask().calls();
            long at = room(c);
            put(c, at, "/bin/true");
            assertThat(call(c, Syscall.EXECVE, 8, 0, 0)).isEqualTo(-Errno.EFAULT);
            assertThat(call(c, Syscall.EXECVE, at + 64, 0, 0)).isEqualTo(-Errno.ENOENT);
            c.store(at + 128, 8, 8);
            assertThat(call(c, Syscall.EXECVE, at, at + 128, 0)).isEqualTo(-Errno.EFAULT);
            c.store(at + 128, at, 8);
            assertThat(call(c, Syscall.EXECVE, at, at + 128, 0)).isZero();
            assertThat(c.maps()).isEmpty();
            machine.check();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverLiesInTheRegistersTheMachineHolds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Machine machine =
                Machine.of(MachineConfig.defaults().withMemory(32L << 20).withPkeys(seed == 2))) {
            Task first = machine.newTask();
            long at = room(first.calls());
            Task[] tasks = {first};
            int answered = 0;
            for (int i = 0; i < CALLS; i++) {
                Task task = tasks[random.nextInt(tasks.length)];
                Syscall s = ALL.get(random.nextInt(ALL.size()));
                long[] r = new long[6];
                for (int k = 0; k < r.length; k++) {
                    r[k] = register(random, at);
                }
                if (s == Syscall.WAIT4) {
                    r[2] |= Wait.WNOHANG;
                }
                boolean makes = s == Syscall.FORK || s == Syscall.VFORK || s == Syscall.CLONE;
                if (makes && tasks.length == MOST_TASKS || endsAll(s) && tasks.length == 1) {
                    continue;
                }
                long result = call(task.calls(), s, r);
                answered += result >= 0 ? 1 : 0;
                if (makes && result > 0) {
                    tasks = Arrays.copyOf(tasks, tasks.length + 1);
                    tasks[tasks.length - 1] = Objects.requireNonNull(machine.task((int) result));
                }
                tasks = Arrays.stream(tasks).filter(t -> !t.calls().ended()).toArray(Task[]::new);
                if (tasks.length == 0) {
                    tasks = new Task[] {machine.newTask()};
                }
            }
            machine.check();
            assertThat(answered).isGreaterThan(CALLS / 50);
        }
    }

    private static boolean endsAll(Syscall s) {
        return s == Syscall.EXIT || s == Syscall.EXIT_GROUP;
    }

    private static long register(SplittableRandom random, long at) {
        return switch (random.nextInt(9)) {
            case 0 -> random.nextLong();
            case 1 -> 0;
            case 2 -> random.nextInt(8);
            case 3 -> PAGE_SIZE * random.nextInt(32);
            case 4 -> at + random.nextLong(2 * ROOM);
            case 5 -> at + PAGE_SIZE * random.nextInt(20);
            case 6 -> 1L << random.nextInt(64);
            case 7 -> -random.nextInt(3);
            default -> random.nextInt(64) | (long) random.nextInt() << 32;
        };
    }
}
