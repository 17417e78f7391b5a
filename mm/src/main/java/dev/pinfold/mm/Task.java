package dev.pinfold.mm;

import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.UserBytes;
import dev.pinfold.mm.table.TaskMmu;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One task of a machine: what calls and accesses are made by. Used by one thread at a time.
 *
 * <p>Calls are Linux's; an error is an {@link ErrnoException}. Accesses are translated as a processor does it, and one
 * that cannot be resolved is a {@link MemoryFault}. {@link #calls} gives the same calls with errors as values.
 */
public final class Task {
    private final Machine machine;
    private final TaskContext context;
    private final TaskCalls calls;
    private final Pages pages;
    private final DeviceCalls devices;
    private final Walks walks;
    private final KernelCalls kernel;

    Task(Machine machine, TaskContext context) {
        this.machine = machine;
        this.context = context;
        KernelGate gate = new KernelGate(context);
        this.calls = new TaskCalls(gate);
        this.pages = new Pages(gate, context.kernel().frames());
        this.devices = new DeviceCalls(gate, machine);
        this.kernel = new KernelCalls(gate, machine);
        this.walks = new Walks(gate, machine.sharedMappings(), machine.mappingWalkSkip());
    }

    /** The task's number; for the first task of a process also the process's. */
    public int pid() {
        return context.pid();
    }

    public Machine machine() {
        return machine;
    }

    /** The calls of this task in raw form, which return errors as values. */
    public Calls calls() {
        return calls;
    }

    /** Pages of user memory as the kernel and its devices hold them, for this task. */
    public Pages pages() {
        return pages;
    }

    /** Walks over page tables, and the write-protecting and cleaning of shared mappings. */
    public Walks walks() {
        return walks;
    }

    /** What kernel code does on behalf of this task: kernel maps, copies, protected device memory. */
    public KernelCalls kernel() {
        return kernel;
    }

    /** Devices with memory of their own. */
    public DeviceCalls devices() {
        return devices;
    }

    /** The address space the task runs in now. */
    public AddressSpace addressSpace() {
        return new AddressSpace(machine, context.space());
    }

    TaskContext context() {
        return context;
    }

    // --- memory -----------------------------------------------------------------------------------------------------

    /** Maps {@code length} bytes of private memory, readable and writable, where there is room; gives its address. */
    public long mmap(long length) {
        return mmap(0, length, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0);
    }

    /** {@code mmap(2)}. */
    public long mmap(long addr, long length, int prot, int flags, int fd, long offset) {
        return ok(
                () -> calls.mmap(addr, length, prot, flags, fd, offset), "mmap", addr, length, prot, flags, fd, offset);
    }

    public void munmap(long addr, long length) {
        ok(() -> calls.munmap(addr, length), "munmap", addr, length);
    }

    public void mprotect(long addr, long length, int prot) {
        ok(() -> calls.mprotect(addr, length, prot), "mprotect", addr, length, prot);
    }

    /**
     * {@code pkey_alloc(2)}: a protection key.
     *
     * @param rights what this task may not do with memory of that key: bit 0 any access, bit 1 stores
     */
    public int pkeyAlloc(int rights) {
        return (int) ok(() -> calls.pkeyAlloc(0, rights), "pkey_alloc", 0, rights);
    }

    public void pkeyFree(int key) {
        ok(() -> calls.pkeyFree(key), "pkey_free", key);
    }

    /** {@code mprotect(2)} that also gives the range a protection key. */
    public void pkeyMprotect(long addr, long length, int prot, int key) {
        ok(() -> calls.pkeyMprotect(addr, length, prot, key), "pkey_mprotect", addr, length, prot, key);
    }

    /** The task's rights to protection keys: for key k bit 2k forbids every access, bit 2k+1 stores ({@code RDPKRU}). */
    public int pkru() {
        int value = (int) calls.rdpkru();
        throwFault();
        return value;
    }

    /** Sets the task's rights to protection keys, from its next access on ({@code WRPKRU}). */
    public void setPkru(int value) {
        calls.wrpkru(value);
        throwFault();
    }

    /** {@code mremap(2)} without a new address; gives where the mapping lies now. */
    public long mremap(long addr, long oldLength, long newLength, int flags) {
        return ok(
                () -> calls.mremap(addr, oldLength, newLength, flags, 0), "mremap", addr, oldLength, newLength, flags);
    }

    public void madvise(long addr, long length, int advice) {
        ok(() -> calls.madvise(addr, length, advice), "madvise", addr, length, advice);
    }

    public void msync(long addr, long length, int flags) {
        ok(() -> calls.msync(addr, length, flags), "msync", addr, length, flags);
    }

    public void mlock(long addr, long length) {
        ok(() -> calls.mlock(addr, length), "mlock", addr, length);
    }

    public void munlock(long addr, long length) {
        ok(() -> calls.munlock(addr, length), "munlock", addr, length);
    }

    // --- processes --------------------------------------------------------------------------------------------------

    /** A child process with a copy of the address space; its pages are copied when one of the two writes. */
    public Task fork() {
        return child(ok(calls::fork, "fork"));
    }

    /** A thread in the same address space. */
    public Task thread() {
        return child(ok(() -> calls.clone(0x10f00), "clone", 0x10f00));
    }

    private Task child(long pid) {
        return Objects.requireNonNull(machine.task((int) pid));
    }

    /** Ends the task. */
    public void exit(int status) {
        calls.exit(status);
    }

    /** Waits for a child to end and gives its status as {@code wait4} does. */
    public int waitFor(Task child) {
        int[] status = new int[1];
        ok(() -> calls.wait4(child.pid(), status, 0), "wait4", child.pid());
        return status[0];
    }

    // --- files ------------------------------------------------------------------------------------------------------

    /** Opens a file of the machine; gives the descriptor. */
    public int open(String path, int flags) {
        return (int) ok(() -> calls.open(path, flags, 0666), "open", path, flags);
    }

    public void close(int fd) {
        ok(() -> calls.close(fd), "close", fd);
    }

    /** A file without a name, of {@code length} bytes; gives the descriptor. */
    public int memfd(String name, long length) {
        int fd = (int) ok(() -> calls.memfdCreate(name, 0), "memfd_create", name);
        ftruncate(fd, length);
        return fd;
    }

    public void ftruncate(int fd, long length) {
        ok(() -> calls.ftruncate(fd, length), "ftruncate", fd, length);
    }

    // --- accesses ---------------------------------------------------------------------------------------------------

    public byte loadByte(long addr) {
        return (byte) load(addr, 1);
    }

    public short loadShort(long addr) {
        return (short) load(addr, 2);
    }

    public int loadInt(long addr) {
        return (int) load(addr, 4);
    }

    public long loadLong(long addr) {
        return load(addr, 8);
    }

    long load(long addr, int size) {
        if (!Sync.CONTROLLED) {
            TaskContext t = context;
            long e = t.entry(addr);
            long above = TaskMmu.aboveRead(e, addr);
            if (TaskMmu.inside(above, size)) {
                long value = UserBytes.get(TaskMmu.place(e, above), size);
                if (t.armed()) {
                    return value;
                }
            }
        }
        long value = calls.miss(addr, size);
        throwFault();
        return value;
    }

    /** For loads that lie close together. */
    public MemoryReader reader() {
        return new MemoryReader(this, context);
    }

    public void storeByte(long addr, byte value) {
        store(addr, value, 1);
    }

    public void storeShort(long addr, short value) {
        store(addr, value, 2);
    }

    public void storeInt(long addr, int value) {
        store(addr, value, 4);
    }

    public void storeLong(long addr, long value) {
        store(addr, value, 8);
    }

    private void store(long addr, long value, int size) {
        if (calls.store(addr, value, size) != 0) {
            throwFault();
        }
    }

    /** Replaces {@code old} by {@code value} if it is there, in one step; gives what was there. */
    public long compareAndExchangeLong(long addr, long old, long value) {
        long was = calls.cas(addr, old, value, 8);
        throwFault();
        return was;
    }

    /** Sets bytes. What lies before a fault is set. */
    public void fill(long addr, long length, byte value) {
        calls.fill(addr, length, value);
        throwFault();
    }

    /** Loads {@code into.length} bytes. */
    public void load(long addr, byte[] into) {
        int at = 0;
        while (at < into.length) {
            int size = into.length - at >= 8 ? 8 : 1;
            long word = load(addr + at, size);
            for (int i = 0; i < size; i++) {
                into[at++] = (byte) (word >>> 8 * i);
            }
        }
    }

    /** Stores the bytes of an array. What lies before a fault is stored. */
    public void store(long addr, byte[] from) {
        int at = 0;
        while (at < from.length) {
            int size = from.length - at >= 8 ? 8 : 1;
            long word = 0;
            for (int i = 0; i < size; i++) {
                word |= (from[at + i] & 0xffL) << 8 * i;
            }
            store(addr + at, word, size);
            at += size;
        }
    }

    private void throwFault() {
        long fault = calls.fault();
        if (fault != 0) {
            throw new MemoryFault(fault, calls.faultAddress(), calls.faultKey());
        }
    }

    private static long ok(LongSupplier call, String name, Object... arguments) {
        long result = call.getAsLong();
        if (result < 0) {
            StringBuilder text = new StringBuilder(name).append('(');
            for (int i = 0; i < arguments.length; i++) {
                Object a = arguments[i];
                text.append(i == 0 ? "" : ", ");
                text.append(
                        a instanceof Long n ? "0x" + Long.toHexString(n) : a instanceof String s ? '"' + s + '"' : a);
            }
            throw new ErrnoException(text.append(')').toString(), (int) -result);
        }
        return result;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Task t && t.context.equals(context);
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(context);
    }

    @Override
    public String toString() {
        return "task " + pid();
    }
}
