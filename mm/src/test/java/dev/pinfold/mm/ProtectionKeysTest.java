package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Siginfo;
import dev.pinfold.mm.syscall.Smaps;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectionKeysTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;

    private static Machine machine() {
        return Machine.of(MachineConfig.defaults().withPkeys(true));
    }

    @Test
    void aFaultTellsTheKey() {
        try (Machine machine = machine()) {
            Task task = machine.newTask();
            long a = task.mmap(4096);
            task.storeInt(a, 42);
            assertThat(task.pkeyAlloc(0)).isEqualTo(1);
            int key = task.pkeyAlloc(2);
            task.pkeyMprotect(a, 4096, RW, key);
            assertThat(task.loadInt(a)).isEqualTo(42);
            MemoryFault fault =
                    Objects.requireNonNull(catchThrowableOfType(MemoryFault.class, () -> task.storeInt(a, 1)));
            assertThat(fault.code()).isEqualTo(Siginfo.SEGV_PKUERR);
            assertThat(fault.pkey()).isEqualTo(2);
            assertThat(fault.address()).isEqualTo(a);
            assertThat(fault).hasMessageContaining("SEGV_PKUERR").hasMessageContaining("key 2");
            task.setPkru(0);
            task.storeInt(a, 1);
            machine.check();
        }
    }

    @Test
    void aFaultForAnotherReasonTellsNoKey() {
        try (Machine machine = machine()) {
            Task task = machine.newTask();
            MemoryFault fault =
                    Objects.requireNonNull(catchThrowableOfType(MemoryFault.class, () -> task.loadInt(0x5000_0000L)));
            assertThat(fault.pkey()).isEqualTo(-1);
        }
    }

    @Test
    void changingRightsFlushesNothing() {
        try (Machine machine = machine()) {
            Task task = machine.newTask();
            long a = task.mmap(8192);
            int key = task.pkeyAlloc(0);
            task.storeInt(a, 1);
            task.storeInt(a + 4096, 2);
            task.pkeyMprotect(a, 4096, RW, key);
            assertThat(task.loadInt(a)).isEqualTo(1);
            long faults = refused(machine);
            for (int i = 0; i < 5; i++) {
                task.setPkru(0x55555554);
                assertThatThrownBy(() -> task.loadInt(a)).isInstanceOf(MemoryFault.class);
                assertThat(task.loadInt(a + 4096)).isEqualTo(2);
                task.setPkru(0x55555550);
                assertThat(task.loadInt(a)).isEqualTo(1);
                task.setPkru(0x55555551);
                assertThatThrownBy(() -> task.loadInt(a + 4096)).isInstanceOf(MemoryFault.class);
                assertThat(task.loadInt(a)).isEqualTo(1);
            }
            assertThat(refused(machine)).isEqualTo(faults + 10);
            task.setPkru(0);
            machine.check();
        }
    }

    private static long refused(Machine machine) {
        return machine.faultCounts().getOrDefault("refused", 0L);
    }

    /** An address with bits set that no pointer has must not be taken for a page of another key. */
    @Test
    void noAddressIsTakenForAKey() {
        try (Machine machine = machine()) {
            Task task = machine.newTask();
            long a = task.mmap(4096);
            task.storeInt(a, 1);
            for (int bit = 47; bit < 64; bit++) {
                long strange = a | 1L << bit;
                assertThatThrownBy(() -> task.loadInt(strange)).isInstanceOf(MemoryFault.class);
            }
        }
    }

    @Test
    void smapsTellTheKey() {
        try (Machine machine = machine()) {
            Task task = machine.newTask();
            long a = task.mmap(4096);
            task.pkeyMprotect(a, 4096, RW, task.pkeyAlloc(0));
            Smaps smaps = Objects.requireNonNull(task.calls().smaps(a));
            assertThat(smaps.protectionKey()).isEqualTo(1);
            assertThat(smaps.vmFlags()).isEqualTo("rd wr mr mw me ac");
        }
    }

    @Test
    void withoutKeysThereAreNoInstructions() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task task = machine.newTask();
            assertThatThrownBy(task::pkru).isInstanceOf(MemoryFault.class).hasMessageContaining("SIGILL ILL_ILLOPN");
            assertThatThrownBy(() -> task.setPkru(0)).isInstanceOf(MemoryFault.class);
            assertThatThrownBy(() -> task.pkeyAlloc(0)).isInstanceOf(ErrnoException.class);
        }
    }

    /** Random changes of rights and keys; every access comes out as a page's rights and the task's say. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void accessesObeyRightsAndKeys(long seed) {
        int pages = 24;
        SplittableRandom random = new SplittableRandom(seed);
        int[] prot = new int[pages];
        int[] key = new int[pages];
        byte[] holds = new byte[pages];
        try (Machine machine = machine()) {
            Task first = machine.newTask();
            long base = first.mmap(pages * 4096L);
            java.util.Arrays.fill(prot, RW);
            for (int k = 1; k <= 5; k++) {
                first.pkeyAlloc(random.nextInt(4));
            }
            Task[] tasks = {first, first.thread(), first.thread()};
            for (int i = 0; i < 3000; i++) {
                Task task = tasks[random.nextInt(tasks.length)];
                int page = random.nextInt(pages);
                switch (random.nextInt(8)) {
                    case 0 -> task.setPkru(random.nextInt());
                    case 1, 2 -> {
                        int n = random.nextInt(1, Math.min(6, pages - page + 1));
                        int p = random.nextInt(4);
                        int k = random.nextInt(6);
                        task.pkeyMprotect(base + page * 4096L, n * 4096L, p, k);
                        java.util.Arrays.fill(prot, page, page + n, p);
                        java.util.Arrays.fill(key, page, page + n, k);
                    }
                    default -> access(task, base, page, prot[page], key[page], holds, random);
                }
            }
            machine.check();
        }
    }

    private static void access(
            Task task, long base, int page, int prot, int key, byte[] holds, SplittableRandom random) {
        boolean write = random.nextBoolean();
        int rights = task.pkru() >>> 2 * key & 3;
        boolean byKey = (rights & (write ? 3 : 1)) != 0;
        boolean byProt = write ? (prot & Mman.PROT_WRITE) == 0 : prot == 0;
        long at = base + page * 4096L + 5;
        byte value = (byte) random.nextInt();
        Runnable access = () -> {
            if (write) {
                task.storeByte(at, value);
            } else {
                assertThat(task.loadByte(at)).isEqualTo(holds[page]);
            }
        };
        if (byKey || byProt) {
            MemoryFault fault = catchThrowableOfType(MemoryFault.class, access::run);
            assertThat(fault).isNotNull();
            assertThat(Objects.requireNonNull(fault).code())
                    .isEqualTo(byKey ? Siginfo.SEGV_PKUERR : Siginfo.SEGV_ACCERR);
            assertThat(fault.pkey()).isEqualTo(byKey ? key : -1);
        } else {
            access.run();
            if (write) {
                holds[page] = value;
            }
        }
    }
}
