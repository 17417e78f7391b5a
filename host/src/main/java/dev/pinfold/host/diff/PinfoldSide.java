package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.PageHash;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.syscall.Smaps;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Pinfold: a machine per sequence, asked through the raw calls of its tasks. */
public final class PinfoldSide implements Side {
    private final MachineConfig config;
    private final Function<MachineConfig, Machine> make;
    private final Supplier<UnaryOperator<Calls>> plant;
    private UnaryOperator<Calls> between;
    private @Nullable Machine machine;
    private final @Nullable Calls[] tasks = new @Nullable Calls[64];
    private final int[] pids = new int[64];
    private @Nullable Throwable failure;
    private final byte[] page = new byte[(int) PAGE_SIZE];
    private final PinfoldCalls calls = new PinfoldCalls(this);

    /** Makes the side; each sequence gets a machine of its own. */
    public PinfoldSide(MachineConfig config, Function<MachineConfig, Machine> make) {
        this(config, make, UnaryOperator::identity);
    }

    /**
     * Makes the side with something between it and the calls of each task, made anew for each
     * sequence: how tests plant errors.
     */
    PinfoldSide(MachineConfig config, Function<MachineConfig, Machine> make, Supplier<UnaryOperator<Calls>> plant) {
        this.config = config;
        this.make = make;
        this.plant = plant;
        between = plant.get();
    }

    /** The make-up of a machine that places what the kernel's tasks place, in the same places. */
    public static MachineConfig standard(long memory, boolean privileged, long lowest) {
        return MachineConfig.defaults()
                .withCpus(1)
                .withMemory(memory)
                .withPrivileged(privileged)
                .withThp("never")
                .withLayout(AgentOptions.MMAP_TOP, lowest, AgentOptions.HEAP_START);
    }

    @Override
    public String name() {
        return "pinfold";
    }

    /** Returns what Pinfold itself failed with in the last operations, or null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public void begin(int count) {
        end();
        failure = null;
        machine = make.apply(config);
        between = plant.get();
        for (int i = 0; i < count; i++) {
            Task task = machine.newTask();
            tasks[i] = between.apply(task.calls());
            pids[i] = task.pid();
        }
    }

    /** Audits the machine; what it finds becomes {@link #failure}. */
    public void audit() {
        if (machine != null && failure == null) {
            try {
                machine.check();
            } catch (AssertionError e) {
                failure = e;
            }
        }
    }

    private void end() {
        Arrays.fill(tasks, null);
        Arrays.fill(pids, 0);
        if (machine != null) {
            Machine old = machine;
            machine = null;
            old.close();
        }
    }

    @Override
    public List<CallOutcome> run(List<Invocation> ops) {
        List<CallOutcome> outcomes = new ArrayList<>(ops.size());
        for (Invocation op : ops) {
            Calls c = tasks[op.task()];
            if (c == null || failure != null) {
                outcomes.add(CallOutcome.of(CallOutcome.Kind.NO_TASK));
                continue;
            }
            try {
                outcomes.add(calls.perform(c, op));
            } catch (RuntimeException | Error e) {
                failure = e;
                outcomes.add(CallOutcome.of(CallOutcome.Kind.DIED));
            }
        }
        return outcomes;
    }

    /** Takes in that a call made a task. */
    void created(int index, int pid) {
        Task task = machine == null ? null : machine.task(pid);
        tasks[index] = task == null ? null : between.apply(task.calls());
        pids[index] = pid;
    }

    /** Forgets the tasks that have ended. */
    void ended() {
        for (int i = 0; i < tasks.length; i++) {
            if (tasks[i] != null && machine != null && machine.task(pids[i]) == null) {
                tasks[i] = null;
            }
        }
    }

    int pid(int index) {
        return pids[index];
    }

    /** Returns the index of the task with a pid, or the pid where there is none. */
    long index(long pid) {
        for (int i = 0; i < pids.length; i++) {
            if (pids[i] == pid) {
                return i;
            }
        }
        return pid;
    }

    @Override
    public List<Look> look(List<Integer> which) {
        List<Look> looks = new ArrayList<>();
        for (int task : which) {
            Calls c = tasks[task];
            looks.add(c == null ? new Look(List.of(), new long[0], new long[0], List.of()) : look(c));
        }
        return looks;
    }

    private Look look(Calls c) {
        List<MapLine> maps = new ArrayList<>();
        int pages = 0;
        for (String line : c.maps().split("\n")) {
            if (!line.isBlank()) {
                MapLine map = MapLine.parse(line);
                maps.add(map);
                pages += Look.pages(map);
            }
        }
        long[] flags = new long[pages];
        long[] hashes = new long[pages];
        int at = 0;
        for (MapLine map : maps) {
            int n = Look.pages(map);
            int first = n == map.pages() ? n : n / 2;
            lookAt(c, map, map.start(), first, flags, hashes, at);
            if (first < n) {
                lookAt(c, map, map.end() - PAGE_SIZE * (n - first), n - first, flags, hashes, at + first);
            }
            at += n;
        }
        return new Look(
                maps, flags, hashes, maps.stream().map(m -> detail(c, m)).toList());
    }

    private static String detail(Calls c, MapLine map) {
        Smaps s = c.smaps(map.start());
        return s == null
                ? ""
                : Look.detail(
                        map,
                        s.rss() >> 10,
                        s.sharedDirty() + s.privateDirty() >> 10,
                        s.anonHugePages() >> 10,
                        s.shmemPmdMapped() >> 10,
                        s.anonymous() >> 10,
                        s.thpEligible(),
                        s.vmFlags());
    }

    private void lookAt(Calls c, MapLine map, long from, int n, long[] flags, long[] hashes, int at) {
        long[] entries = c.pagemap(from, n);
        byte[] resident = new byte[n];
        long core = c.mincore(from, PAGE_SIZE * n, resident);
        for (int i = 0; i < n; i++) {
            flags[at + i] = entries[i] & 0xff80000000000000L | (core == 0 ? resident[i] & 1 : -core << 8 & 0xff00);
            if (entries[i] < 0 && map.accessible()) {
                hashes[at + i] = hash(c, from + PAGE_SIZE * i);
            }
        }
    }

    private long hash(Calls c, long address) {
        MemorySegment bytes = MemorySegment.ofArray(page);
        for (int i = 0; i < PAGE_SIZE; i += 8) {
            bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, i, c.load(address + i, 8));
            if (c.fault() != 0) {
                return 0xfa17;
            }
        }
        return PageHash.of(page);
    }

    @Override
    public List<long[]> files(int task, List<Integer> descriptors) {
        List<long[]> found = new ArrayList<>();
        Calls c = tasks[task];
        for (int fd : descriptors) {
            found.add(c == null ? new long[2] : file(c, fd));
        }
        return found;
    }

    private long[] file(Calls c, int fd) {
        long hash = 0;
        long at = 0;
        while (at < 16 << 20) {
            Arrays.fill(page, (byte) 0);
            long n = c.pread64(fd, page, at);
            if (n <= 0) {
                return new long[] {n < 0 ? n : at, hash};
            }
            hash = PageHash.mix(hash, PageHash.of(page));
            at += n;
        }
        return new long[] {at, hash};
    }

    @Override
    public void close() {
        end();
    }
}
