package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.pinfold.host.agent.Agent;
import dev.pinfold.host.agent.AgentException;
import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import dev.pinfold.host.agent.Batch;
import dev.pinfold.host.agent.Opcode;
import dev.pinfold.host.proc.KernelInfo;
import dev.pinfold.host.proc.SmapsSummary;
import dev.pinfold.lab.exec.Registers;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.PagemapBits;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.abi.Siginfo;
import dev.pinfold.mm.abi.Signal;
import dev.pinfold.mm.abi.Syscall;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The running kernel, asked through an {@link Agent}. A task lies in the agent's slot of its index. */
public final class KernelSide implements Side {
    /** Room for one look at an address space. */
    private static final long LOOK_BYTES = 448 << 10;

    private static final int UNAME = 63;
    private static final int UTSNAME_LENGTH = 65;

    private final AgentOptions options;
    /** Where nothing is mapped when a task begins. */
    private static final long PROBED = 0x10000000L;

    private final boolean pkeys;
    private final boolean zeroPage;
    private final boolean fetches;
    private final String release;
    private final WorkFolders folders = new WorkFolders();
    private Agent agent;
    /** The pid of each task that was ever alive, to tell tasks from pids. */
    private final int[] pids = new int[Agent.maxTasks()];

    /** Starts an agent. */
    public KernelSide(AgentOptions options) throws AgentUnavailableException {
        this.options = options;
        agent = Agent.start(options);
        begin(1);
        pkeys = run(List.of(Invocation.of(0, MachineStep.RDPKRU))).getFirst().ok();
        List<CallOutcome> probe = run(List.of(
                Invocation.of(
                        0,
                        Syscall.MMAP,
                        PROBED,
                        PAGE_SIZE,
                        Mman.PROT_READ,
                        Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED,
                        -1,
                        0),
                Invocation.of(0, MachineStep.EXEC, PROBED)));
        fetches = probe.getLast().kind() == CallOutcome.Kind.SIGNAL;
        run(List.of(Invocation.of(0, MachineStep.LOAD, PROBED, 1)));
        zeroPage = (look(List.of(0)).getFirst().flags()[0] & PagemapBits.PM_MMAP_EXCLUSIVE) == 0;
        release = askRelease();
    }

    private String askRelease() {
        Batch batch = agent.batch();
        batch.clear();
        long room = batch.reserve(6 * UTSNAME_LENGTH);
        batch.syscall(0, UNAME, Batch.address(room));
        agent.run();
        return text(batch, room) + " " + text(batch, room + 2 * UTSNAME_LENGTH);
    }

    private static String text(Batch batch, long at) {
        String all = new String(batch.bytes(at, UTSNAME_LENGTH), StandardCharsets.US_ASCII);
        return all.substring(0, all.indexOf(0));
    }

    /** Returns whether the kernel's machine has protection keys. */
    public boolean pkeys() {
        return pkeys;
    }

    /** Makes a machine like the kernel's, in what a workload cannot choose: protection keys, and whether reads share a page. */
    public MachineConfig like(MachineConfig config) {
        return config.withPkeys(pkeys).withZeroPage(zeroPage);
    }

    /**
     * Returns whether an instruction fetch that fails is told as a page fault. Some guests' processors make another exception of
     * it when it is stepped, from which the agent cannot tell what a program would have got.
     */
    boolean fetches() {
        return fetches;
    }

    /** Returns the kernel's name and release, as {@code Linux 6.18.0}. */
    public String release() {
        return release;
    }

    @Override
    public String name() {
        return "kernel";
    }

    /** Returns the agent, for who wants to read /proc/PID of its tasks. */
    public Agent agent() {
        return agent;
    }

    /**
     * One after the other as they run, tasks stay on one CPU: each CPU has a list of new pages that only it empties, and who
     * asks from elsewhere finds references that nobody else has.
     */
    private static final int CPU = KernelInfo.someCpu();

    @Override
    public void begin(int tasks) {
        try {
            agent.reset();
        } catch (AgentException e) {
            restart();
        }
        folders.clear();
        Arrays.fill(pids, 0);
        for (int task = 0; task < tasks; task++) {
            pids[task] = agent.spawn(task);
            if (options.launcher() == null) {
                operate(task, Opcode.PIN_CPU, CPU);
            }
        }
    }

    private void operate(int task, Opcode opcode, long argument) {
        Batch batch = agent.batch();
        batch.clear();
        batch.add(task, opcode, argument);
        agent.run();
    }

    private void restart() {
        agent.close();
        try {
            agent = Agent.start(options);
        } catch (AgentUnavailableException e) {
            throw new AgentException("no agent any more: " + e.reason());
        }
    }

    @Override
    public List<CallOutcome> run(List<Invocation> ops) {
        Batch batch = agent.batch();
        batch.clear();
        int[] at = new int[ops.size()];
        List<@Nullable Registers> registers = new ArrayList<>();
        KernelCoder coder = new KernelCoder(batch, folders, pids, agent.ownBytes());
        for (int i = 0; i < at.length; i++) {
            registers.add(coder.add(ops.get(i)));
            at[i] = batch.size() - 1;
        }
        int done = agent.runUntil();
        if (done < batch.size()) {
            throw new AgentException(unanswered(ops, at, done));
        }
        List<CallOutcome> outcomes = new ArrayList<>(at.length);
        for (int i = 0; i < at.length; i++) {
            outcomes.add(outcome(ops.get(i), at[i], registers.get(i)));
        }
        return outcomes;
    }

    private String unanswered(List<Invocation> ops, int[] at, int position) {
        int i = 0;
        while (i + 1 < at.length && at[i] < position) {
            i++;
        }
        return new Printer().call(ops.get(i), CallOutcome.of(CallOutcome.Kind.NO_TASK)) + " did not end within "
                + options.patience().toSeconds() + " s";
    }

    private CallOutcome outcome(Invocation op, int at, @Nullable Registers registers) {
        Batch batch = agent.batch();
        return switch (batch.kind(at)) {
            case NONE, NO_TASK -> CallOutcome.of(CallOutcome.Kind.NO_TASK);
            case DIED -> CallOutcome.of(CallOutcome.Kind.DIED);
            case SIGNAL -> signal(batch, at);
            case VALUE -> {
                long value = batch.value(at);
                if (op.call() == MachineStep.FILE && batch.value(at - 1) < 0) {
                    value = batch.value(at - 1);
                } else if (op.call() == MachineStep.FILE && value == 0) {
                    value = batch.value(at - 1);
                } else if (op.throughDescriptor()) {
                    value = batch.value(at - 2) < 0 ? batch.value(at - 2) : batch.value(at - 1);
                }
                byte[] out = registers == null ? new byte[0] : written(op, registers.written(value));
                if (op.givesTask() && value > 0) {
                    value = task(op, value);
                }
                yield CallOutcome.value(value, out);
            }
        };
    }

    /** An instruction that does not exist has the address where it stands, which is the agent's business. */
    private static CallOutcome signal(Batch batch, int at) {
        int signal = batch.signal(at);
        long address = signal == Signal.SIGILL ? 0 : batch.faultAddress(at);
        long key = signal == Signal.SIGSEGV && batch.code(at) == Siginfo.SEGV_PKUERR ? batch.aux(at) : 0;
        return CallOutcome.signal(signal, batch.code(at), address, key);
    }

    /** What a call wrote, without what is the agent's own in it. */
    private byte[] written(Invocation op, byte[] out) {
        if (out.length > 0 && KernelCoder.limitsSpace(op)) {
            MemorySegment words = MemorySegment.ofArray(out);
            for (long i = 0; i < out.length; i += Long.BYTES) {
                long limit = words.get(JAVA_LONG_UNALIGNED, i);
                if (limit != Rlimit.RLIM_INFINITY) {
                    words.set(JAVA_LONG_UNALIGNED, i, limit - agent.ownBytes());
                }
            }
        }
        return out;
    }

    private long task(Invocation op, long pid) {
        if (op.creates() >= 0) {
            pids[op.creates()] = (int) pid;
            return op.creates();
        }
        for (int task = 0; task < pids.length; task++) {
            if (pids[task] == pid) {
                return task;
            }
        }
        return pid;
    }

    @Override
    public List<Look> look(List<Integer> tasks) {
        List<Look> looks = new ArrayList<>();
        Batch batch = agent.batch();
        int most = (int) (Batch.DATA_SIZE / (LOOK_BYTES + 16));
        for (int from = 0; from < tasks.size(); from += most) {
            List<Integer> some = tasks.subList(from, Math.min(tasks.size(), from + most));
            batch.clear();
            long[] room = new long[some.size()];
            for (int i = 0; i < room.length; i++) {
                room[i] = batch.reserve(LOOK_BYTES);
                batch.add(some.get(i), Opcode.SNAPSHOT, room[i], LOOK_BYTES, Look.CAP, 1);
            }
            agent.run();
            for (int i = 0; i < room.length; i++) {
                if (batch.kind(i) != Batch.Kind.VALUE || batch.value(i) < 0) {
                    throw new AgentException("no look at task " + some.get(i) + ": " + batch.kind(i) + " "
                            + batch.value(i) + " signal " + batch.signal(i));
                }
                looks.add(read(batch.data(room[i], batch.value(i)), smaps(some.get(i))));
            }
        }
        return looks;
    }

    /** What smaps says of a task's mappings, where the task is one of this kernel. */
    private List<SmapsSummary> smaps(int task) {
        if (options.launcher() != null) {
            return List.of();
        }
        try {
            return SmapsSummary.read(pids[task], AgentOptions.AGENT_START);
        } catch (IOException e) {
            return List.of();
        }
    }

    private Look read(MemorySegment data, List<SmapsSummary> smaps) {
        int length = (int) data.get(JAVA_LONG_UNALIGNED, 0);
        String text = new String(data.asSlice(8, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        List<MapLine> maps = new ArrayList<>();
        int pages = 0;
        for (String line : text.split("\n")) {
            MapLine map = MapLine.parse(line);
            if (map.start() >= AgentOptions.AGENT_START || map.start() < 0) {
                break;
            }
            maps.add(map.named(folders.name(map.name())));
            pages += Look.pages(map);
        }
        long[] flags = new long[pages];
        long[] hashes = new long[pages];
        long at = 8 + (length + 7L & -8);
        int page = 0;
        for (MapLine map : maps) {
            long disk = folders.onDisk(map.name()) ? Look.DISK : 0;
            for (int n = Look.pages(map); n > 0; n--, at += 16) {
                flags[page] = data.get(JAVA_LONG_UNALIGNED, at) | disk;
                hashes[page++] = data.get(JAVA_LONG_UNALIGNED, at + 8);
            }
        }
        List<String> details = new ArrayList<>();
        for (int i = 0; i < maps.size() && i < smaps.size(); i++) {
            SmapsSummary s = smaps.get(i);
            details.add(Look.detail(
                    maps.get(i),
                    s.rss(),
                    s.dirty(),
                    s.hugePages(),
                    s.sharedHugePages(),
                    s.anonymous(),
                    s.eligible(),
                    s.flags()));
        }
        return new Look(maps, flags, hashes, details);
    }

    @Override
    public List<long[]> files(int task, List<Integer> descriptors) {
        Batch batch = agent.batch();
        batch.clear();
        for (int fd : descriptors) {
            batch.add(task, Opcode.HASH_FD, fd);
        }
        agent.run();
        List<long[]> found = new ArrayList<>();
        for (int i = 0; i < descriptors.size(); i++) {
            found.add(new long[] {batch.aux(i), batch.value(i)});
        }
        return found;
    }

    /**
     * What a task's descriptor stands for at this moment.
     *
     * @param name as a mapping of it is named
     * @param append whether writes go to its end
     * @param disk whether it lies on the disk
     */
    record OpenFile(String name, long position, boolean append, boolean disk) {}

    /** Returns what a task's descriptor stands for, or nothing where it is not open. */
    Optional<OpenFile> openFile(int task, int fd) {
        Path proc = Path.of("/proc", Integer.toString(pids[task]));
        String number = Integer.toString(fd);
        try {
            String target =
                    Files.readSymbolicLink(proc.resolve("fd").resolve(number)).toString();
            long position = 0;
            long flags = 0;
            for (String line : Files.readAllLines(proc.resolve("fdinfo").resolve(number))) {
                String value = line.substring(line.indexOf(':') + 1).strip();
                if (line.startsWith("pos:")) {
                    position = Long.parseLong(value);
                } else if (line.startsWith("flags:")) {
                    flags = Long.parseLong(value, 8);
                }
            }
            String name = folders.name(target);
            return Optional.of(new OpenFile(name, position, (flags & 02000) != 0, folders.onDisk(name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        agent.close();
        folders.close();
    }
}
