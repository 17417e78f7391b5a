package dev.pinfold.mm;

import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.UserBytes;

/**
 * Loads of a task that lie close together: the task keeps the translation of the page that one of them came from last, and
 * another from there looks nothing up. What scans memory, or fetches an emulated program's instructions, loads with one.
 *
 * <p>Loads are those of {@link Task}, in result, faults and order: a page that somebody flushed, or that the task may not
 * use any more, is not kept. A load from another page than the last one costs more than the task's.
 *
 * <p>Used by the thread that uses the task. A task keeps one page, however many readers there are.
 */
public final class MemoryReader {
    private final Task task;
    private final TaskContext context;

    MemoryReader(Task task, TaskContext context) {
        this.task = task;
        this.context = context;
    }

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

    private long load(long addr, int size) {
        if (!Sync.CONTROLLED) {
            TaskContext t = context;
            long above = t.aboveKept(addr);
            if (t.insideKept(above)) {
                long value = UserBytes.get(t.placeInKept(above), size);
                if (t.armed()) {
                    return value;
                }
            }
        }
        return move(addr, size);
    }

    /** Loads as the task does, and has it keep the page. */
    private long move(long addr, int size) {
        long value = task.load(addr, size);
        if (!Sync.CONTROLLED) {
            context.keep(addr);
        }
        return value;
    }
}
