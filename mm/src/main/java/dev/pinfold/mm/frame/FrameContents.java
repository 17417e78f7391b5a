package dev.pinfold.mm.frame;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Sync;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What frames hold: clearing, copying and comparing whole frames.
 *
 * <p>In controlled mode a schedule lasts microseconds, and 2 MiB must be neither cleared nor copied nor compared as a whole.
 * There a frame of a large folio is only noted to be full of zeroes, or of the {@link Poison} pattern of free frames, and
 * gets its bytes when somebody asks for its address, without which nobody reaches them. Clearing and copying remain one
 * step of the task that does it.
 */
public final class FrameContents {
    private static final byte REAL = 0;
    private static final byte ZERO = 1;
    private static final byte POISON = 2;

    private final PhysicalMemory memory;
    private final byte[] states;
    /** Frames beyond those whose address was asked for. */
    private final BitSet devices = new BitSet();

    /** For the frames up to {@code limit}; beyond it are devices', which are never cleared or freed as a whole. */
    FrameContents(PhysicalMemory memory, int limit) {
        this.memory = memory;
        states = new byte[Sync.CONTROLLED ? limit : 0];
    }

    private byte state(int pfn) {
        return pfn < states.length ? states[pfn] : REAL;
    }

    /** Clears 2^order frames. */
    public void zero(int pfn, int order) {
        long bytes = PAGE_SIZE << order;
        if (Sync.CONTROLLED && order > 0) {
            Bytes.announceBulk(0, memory.address(pfn), bytes);
            Arrays.fill(states, pfn, pfn + (1 << order), ZERO);
        } else {
            overwritten(pfn);
            Bytes.zero(memory.address(pfn), bytes);
        }
    }

    /** Copies {@code count} frames to others. */
    public void copy(int from, int to, int count) {
        long bytes = (long) count << PAGE_SHIFT;
        if (!Sync.CONTROLLED) {
            Bytes.copy(memory.address(from), memory.address(to), bytes);
            return;
        }
        Bytes.announceBulk(memory.address(from), memory.address(to), bytes);
        for (int i = 0; i < count; i++) {
            if (to + i < states.length) {
                states[to + i] = state(from + i) == ZERO ? ZERO : REAL;
            }
            if (state(to + i) == REAL) {
                settle(from + i);
                Bytes.rawCopy(memory.address(from + i), memory.address(to + i), PAGE_SIZE);
            }
        }
    }

    /** Copies {@code count} frames to an address outside of the machine's memory. */
    public void copyOut(int from, long to, int count) {
        for (int i = 0; Sync.CONTROLLED && i < count; i++) {
            settle(from + i);
        }
        Bytes.copy(memory.address(from), to, (long) count << PAGE_SHIFT);
    }

    /** Whether a frame holds nothing but zeroes ({@code pages_identical} with the page of zeros). */
    public boolean isZero(int pfn) {
        return Sync.CONTROLLED && state(pfn) == ZERO || Bytes.isZero(memory.address(pfn), PAGE_SIZE);
    }

    /** Gives a frame the bytes that it is noted to have. Called with every address that is asked for; controlled mode. */
    void settle(int pfn) {
        if (pfn >= states.length) {
            devices.set(pfn - states.length);
            return;
        }
        byte state = states[pfn];
        if (state != REAL) {
            states[pfn] = REAL;
            if (state == ZERO) {
                Bytes.rawFill(memory.address(pfn), PAGE_SIZE, (byte) 0);
            } else {
                Poison.fill(memory.address(pfn));
            }
        }
    }

    /** Clears what devices hold, so that the next machine with this memory finds what new memory has. Controlled mode. */
    void clearDevices() {
        devices.stream().forEach(i -> Bytes.rawFill(memory.address(states.length + i), PAGE_SIZE, (byte) 0));
    }

    /** The frames are free from now on. One whose address nobody had asked for cannot be written by whoever kept it. */
    void freed(int pfn, int count) {
        for (int i = pfn; Sync.CONTROLLED && i < pfn + count; i++) {
            if (states[i] == REAL) {
                Poison.fill(memory.address(i));
            } else {
                states[i] = POISON;
            }
        }
    }

    /** The frame is in use from now on, with contents that nobody knows. */
    void taken(int pfn, int generation) {
        if (states[pfn] != POISON) {
            Poison.check(memory.address(pfn), pfn, generation);
        }
        states[pfn] = REAL;
    }

    private void overwritten(int pfn) {
        if (pfn < states.length) {
            states[pfn] = REAL;
        }
    }

    /** Whether a free frame differs from what free frames are filled with. Controlled mode only. */
    boolean writtenWhileFree(int pfn) {
        return states[pfn] != POISON && Poison.difference(memory.address(pfn)) >= 0;
    }
}
