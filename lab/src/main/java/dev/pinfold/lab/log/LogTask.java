package dev.pinfold.lab.log;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.Calls;
import dev.pinfold.mm.Task;

/** A task of a log that is replayed. */
final class LogTask {
    final int index;
    final String name;
    final Task task;
    final Calls calls;
    /** Shared by the threads of one process. */
    final Process process;
    /** The address space; threads and vfork children share it. */
    Image image;
    /** The descriptors that the log gave to files. */
    LogDescriptors files;

    private boolean ended;

    LogTask(int index, String name, Task task, Process process, Image image, LogDescriptors files) {
        this.index = index;
        this.name = name;
        this.task = task;
        this.calls = task.calls();
        this.process = process;
        this.image = image;
        this.files = files;
    }

    boolean ended() {
        return ended || process.ended;
    }

    /** Notes that this task has ended; says whether it had not before. */
    boolean end() {
        boolean first = !ended();
        ended = true;
        return first;
    }

    /** The threads that end together. */
    static final class Process {
        boolean ended;
    }

    /** What is known of an address space of the log. */
    static final class Image {
        /** The lowest address that everybody may map, and the end of those where a mapping lies that has not asked for more. */
        private static final long LEAST = 1 << 16;

        private static final long WINDOW = (1L << 47) - PAGE_SIZE;

        boolean topKnown;
        /** The end of the area in which the kernel places mappings, as far as it is known. */
        long top;

        boolean heapKnown;
        /** Whether the log shows the address space from its beginning, and all that was done to it since. */
        boolean whole;

        /** Whether lines were left out of the log in the midst, so that it never shows all. */
        boolean thinned;

        /** Whether somebody lives in it of whom the log has no line. */
        boolean unseen;

        /** Whether mappings are placed bottom-up. */
        boolean bottomUp;

        HugePool pool = new HugePool();

        /** Where a dynamic linker with a hole in it begins, or 0. */
        long linker;

        /** Says whether all that lies here is in the log. */
        boolean seen() {
            return whole && !unseen && !thinned;
        }

        /** Fixes the end of the mapping area; an end that no layout has says nothing. */
        void place(Calls calls, long end) {
            if (!mayBeginOrEnd(end)) {
                return;
            }
            topKnown = true;
            top = end;
            calls.initialState().placeMmapTop(end);
        }

        /** Has mappings placed bottom-up from an address, which the log shows to be the lowest. */
        void placeBottomUp(Calls calls, long floor) {
            if (!mayBeginOrEnd(floor)) {
                return;
            }
            topKnown = true;
            bottomUp = true;
            calls.initialState().placeMmapFloor(floor);
        }

        /** Fixes where the heap starts. */
        void placeHeap(Calls calls, long start) {
            heapKnown = true;
            if (start >= 0 && start <= WINDOW) {
                calls.initialState().placeHeap(start);
            }
        }

        private static boolean mayBeginOrEnd(long area) {
            return area >= LEAST && area <= WINDOW;
        }

        Image copy() {
            Image copy = new Image();
            copy.topKnown = topKnown;
            copy.top = top;
            copy.whole = whole;
            copy.pool = pool.copy();
            copy.thinned = thinned;
            copy.unseen = unseen;
            copy.linker = linker;
            copy.bottomUp = bottomUp;
            copy.heapKnown = heapKnown;
            return copy;
        }
    }
}
