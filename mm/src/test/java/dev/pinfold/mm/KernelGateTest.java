package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.fault.Fault;
import org.junit.jupiter.api.Test;

/** One door into the kernel, for calls and for kernel code, and one object for each task. */
class KernelGateTest {
    @Test
    void aTaskIsOneObjectHoweverItIsFound() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task a = machine.newTask();
            Task child = a.fork();
            assertThat(machine.task(a.pid())).isSameAs(a);
            assertThat(machine.task(child.pid())).isSameAs(child);
            assertThat(machine.tasks()).containsExactly(a, child);
            machine.check();
        }
    }

    @Test
    void aFileSystemThatIsNoneIsRefused() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            InitialState state = machine.newTask().calls().initialState();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> state.declareFile("/f", PAGE_SIZE, "ext5"))
                    .withMessageContaining("ext5");
            assertThat(state.declareFile("/f", PAGE_SIZE, "tmpfs")).isZero();
            assertThat(state.declareFile("/f", PAGE_SIZE, "disk")).isEqualTo(-Errno.EEXIST);
        }
    }

    @Test
    void kernelCodeDoesNothingForATaskThatHasEnded() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task a = machine.newTask();
            Task b = a.fork();
            long at = a.mmap(PAGE_SIZE);
            a.storeLong(at, 7);
            int page = (int) a.pages().page(at);
            KernelCalls k = b.kernel();
            b.exit(0);

            k.preemptDisable();
            assertThat(k.fault()).isEqualTo(Fault.OOM_KILL);
            assertThat(k.keepsCpu()).isFalse();
            assertThat(k.preemptEnable()).isEqualTo(-Errno.EINVAL);
            assertThat(k.kmapAtomic(page)).isZero();
            k.irqEnter();
            assertThat(k.irqExit()).isEqualTo(-Errno.EINVAL);
            assertThat(k.copyToUser(at, 0, 8)).isEqualTo(8);
            assertThat(k.copyFromUser(0, at, 8)).isEqualTo(8);
            assertThat(k.migrate(0)).isEqualTo(-Errno.ESRCH);
            assertThat(k.cpu()).isEqualTo(-1);
            assertThat(k.open()).isEmpty();
            assertThat(a.loadLong(at)).isEqualTo(7);
            machine.check();
        }
    }
}
