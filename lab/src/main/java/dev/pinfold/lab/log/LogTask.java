package dev.pinfold.lab.log;

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
        boolean topKnown;
        /** The end of the area in which the kernel places mappings, as far as it is known. */
        long top;

        boolean heapKnown;
        /** Whether the log shows the address space from its beginning, and all that was done to it since. */
        boolean whole;

        /** Whether somebody lives in it of whom the log has no line. */
        boolean unseen;

        /** Whether mappings are placed bottom-up. */
        boolean bottomUp;

        /** Where a dynamic linker with a hole in it begins, or 0. */
        long linker;

        /** Says whether all that lies here is in the log. */
        boolean seen() {
            return whole && !unseen;
        }

        /** Fixes the end of the mapping area. */
        void place(Calls calls, long end) {
            topKnown = true;
            top = end;
            calls.placeMmapTop(end);
        }

        /** Has mappings placed bottom-up from an address, which the log shows to be the lowest. */
        void placeBottomUp(Calls calls, long floor) {
            topKnown = true;
            bottomUp = true;
            calls.placeMmapFloor(floor);
        }

        Image copy() {
            Image copy = new Image();
            copy.topKnown = topKnown;
            copy.top = top;
            copy.whole = whole;
            copy.unseen = unseen;
            copy.linker = linker;
            copy.bottomUp = bottomUp;
            copy.heapKnown = heapKnown;
            return copy;
        }
    }
}
