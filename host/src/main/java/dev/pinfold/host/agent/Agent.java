package dev.pinfold.host.agent;

import static dev.pinfold.mm.abi.Page.pageUp;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One agent: a process that executes batches of operations on the running kernel. Its tasks are processes of their own,
 * each with an empty address space below {@link AgentOptions#MMAP_TOP}; whatever they do, this JVM is safe.
 *
 * <p>Commands go through the process's pipes, operations and results through a shared region. Not for use by several
 * threads at once.
 */
public final class Agent implements AutoCloseable {
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("agent-watch").factory());

    private final AgentOptions options;
    private final Process process;
    private final OutputStream commands;
    private final DataInputStream replies;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment region;
    private final Batch batch;
    private final long ownBytes;
    private boolean broken;

    private Agent(AgentOptions options, Path shared, Path program, long textSize) throws IOException {
        this.options = options;
        try (FileChannel file = FileChannel.open(shared, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            region = file.map(FileChannel.MapMode.READ_WRITE, 0, Wire.REGION_SIZE, arena);
        }
        long text = pageUp(textSize);
        ownBytes = text + Wire.REGION_SIZE;
        List<String> line = new ArrayList<>(List.of(
                program.toString(),
                shared.toString(),
                Long.toString(textSize),
                Long.toString(8L << 20),
                (options.privileged() ? "1" : "0") + (options.hugePages() ? "h" : ""),
                Long.toString(options.lockLimit())));
        Path launcher = options.launcher();
        if (launcher != null) {
            line.addFirst(launcher.toAbsolutePath().toString());
        }
        var builder = new ProcessBuilder(line);
        if (launcher == null) {
            builder.environment().clear();
        }
        process = builder.start();
        commands = process.getOutputStream();
        replies = new DataInputStream(process.getInputStream());
        batch = new Batch(region);
    }

    /** Starts an agent, or says why there is none on this machine. */
    public static Agent start(AgentOptions options) throws AgentUnavailableException {
        return start(options, AgentImage.shipped());
    }

    /** Starts an agent from another image than the shipped one. */
    static Agent start(AgentOptions options, byte[] program) throws AgentUnavailableException {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            throw new AgentUnavailableException("the kernel can be asked only on Linux on x86-64; this is "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
        }
        List<String> refusals = new ArrayList<>();
        for (Path folder : folders()) {
            Agent agent = startFrom(folder, new AgentImage(program, options.heapStart()), options, refusals);
            if (agent != null) {
                return agent;
            }
        }
        throw new AgentUnavailableException("the agent cannot be executed here: " + String.join("; ", refusals));
    }

    private static @Nullable Agent startFrom(
            Path folder, AgentImage image, AgentOptions options, List<String> refusals) {
        Path shared = null;
        Path program = null;
        Agent agent = null;
        try {
            shared = Files.createTempFile(folder, "pinfold-agent", ".shm");
            try (FileChannel file = FileChannel.open(shared, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate(1), Wire.REGION_SIZE - 1);
            }
            program = image.write(folder);
            agent = new Agent(options, shared, program, image.textSize());
            agent.command(Wire.CMD_RESET, 0);
            if (agent.region.get(JAVA_INT, Wire.HEADER_VERSION) != Wire.VERSION) {
                throw new AgentException("another version");
            }
            return agent;
        } catch (IOException | AgentException | UnsupportedOperationException e) {
            refusals.add(folder + ": " + e.getMessage() + (agent == null ? "" : agent.lastWords()));
            if (agent != null) {
                agent.close();
            }
            return null;
        } finally {
            delete(shared);
            delete(program);
        }
    }

    /** Folders that may hold an executable file, memory-backed ones first. */
    private static List<Path> folders() {
        return List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")), Path.of("")).stream()
                .map(Path::toAbsolutePath)
                .filter(Files::isWritable)
                .toList();
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }

    /** Returns the options this agent was started with. */
    public AgentOptions options() {
        return options;
    }

    /** Returns the one batch of this agent: fill it, run it, read its results, clear it. */
    public Batch batch() {
        return batch;
    }

    /** Returns the bytes of memory that every task has besides its own: they count against RLIMIT_AS. */
    public long ownBytes() {
        return ownBytes;
    }

    /** Returns the highest number of tasks at one time. */
    public static int maxTasks() {
        return Wire.TASK_SLOTS;
    }

    /** Starts a task with an empty address space in a free slot and returns its pid. */
    public int spawn(int slot) {
        long pid = command(Wire.CMD_SPAWN, slot);
        if (pid < 0) {
            throw new AgentException("no new task: errno " + -pid);
        }
        return (int) pid;
    }

    /** Ends every task. */
    public void reset() {
        command(Wire.CMD_RESET, 0);
    }

    /** Runs the batch, each operation after the one before, whichever task they belong to. */
    public void run() {
        int end = runUntil();
        if (end < batch.size()) {
            throw new AgentException("operation " + end + " of the batch did not end within "
                    + options.patience().toSeconds() + " s");
        }
    }

    /**
     * As {@link #run}, but returns how many operations were done: fewer than the batch has where one did not end in
     * time, and then this agent is of no use any more.
     */
    public int runUntil() {
        region.set(JAVA_INT, Wire.HEADER_COUNT, batch.size());
        batch.forgetResults();
        int end = (int) command(Wire.CMD_RUN, 0);
        broken |= end < batch.size();
        return end;
    }

    /** Runs the batch, every task its own operations, all at once. */
    public void runParallel() {
        region.set(JAVA_INT, Wire.HEADER_COUNT, batch.size());
        batch.forgetResults();
        command(Wire.CMD_RUN_PARALLEL, 0);
    }

    /** Returns the thread id of the task in a slot. */
    public int tid(int slot) {
        return region.get(JAVA_INT, Wire.SLOTS_AT + slot * Wire.SLOT_SIZE + Wire.SLOT_TID);
    }

    /** Returns the process id of the task in a slot. */
    public int pid(int slot) {
        return region.get(JAVA_INT, Wire.SLOTS_AT + slot * Wire.SLOT_SIZE + Wire.SLOT_TGID);
    }

    /** Returns whether the slot holds a task that has not exited. */
    public boolean alive(int slot) {
        return region.get(JAVA_INT, Wire.SLOTS_AT + slot * Wire.SLOT_SIZE + Wire.SLOT_STATE) == 2;
    }

    private long command(int command, int argument) {
        if (broken) {
            throw new AgentException("this agent has been given up");
        }
        ByteBuffer message = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(command)
                .putInt(argument);
        ScheduledFuture<?> late =
                WATCH.schedule(this::giveUp, options.patience().toMillis(), TimeUnit.MILLISECONDS);
        try {
            commands.write(message.array());
            commands.flush();
            replies.readFully(message.array());
            return message.getLong(8);
        } catch (IOException e) {
            broken = true;
            throw new AgentException("the agent is gone" + lastWords());
        } finally {
            late.cancel(false);
        }
    }

    /** Asks the root to give the batch up; if it does not answer, kills it and all tasks. */
    private void giveUp() {
        region.set(JAVA_INT, Wire.HEADER_ABORT, 1);
        ScheduledFuture<?> last = WATCH.schedule(this::kill, 5, TimeUnit.SECONDS);
        if (!process.isAlive()) {
            last.cancel(false);
        }
    }

    private void kill() {
        if (process.isAlive() && region.get(JAVA_INT, Wire.HEADER_ABORT) == 1) {
            process.destroyForcibly();
        }
    }

    private String lastWords() {
        try {
            process.waitFor(200, TimeUnit.MILLISECONDS);
            if (process.isAlive()) {
                return "";
            }
            String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return " (status " + process.exitValue() + (said.isEmpty() ? "" : ", " + said) + ")";
        } catch (IOException | InterruptedException e) {
            return "";
        }
    }

    /** Ends the agent and every task of it. */
    @Override
    public void close() {
        try {
            if (process.isAlive() && !broken) {
                commands.write(ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(Wire.CMD_QUIT)
                        .array());
                commands.flush();
                process.waitFor(2, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            broken = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            for (int slot = 0; slot < Wire.TASK_SLOTS; slot++) {
                if (broken && alive(slot)) {
                    ProcessHandle.of(pid(slot)).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
            try {
                process.waitFor(2, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            arena.close();
        }
    }
}
