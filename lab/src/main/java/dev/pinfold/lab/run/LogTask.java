package dev.pinfold.lab.run;

import dev.pinfold.mm.Calls;
import dev.pinfold.mm.Task;

/** A task of a log that is replayed. */
final class LogTask {
    final RunningTask running;
    /** The address space; threads and vfork children share it. */
    Image image;
    /** The descriptors that the log gave to files. */
    LogDescriptors files;

    LogTask(int index, String name, Task task, RunningTask.Process process, Image image, LogDescriptors files) {
        this.running = new RunningTask(index, name, task, process, new Holdings());
        this.image = image;
        this.files = files;
    }

    /** What is known of an address space of the log. */
    static final class Image {
        boolean topKnown;
        /** The end of the area in which the kernel places mappings, as far as it is known. */
        long top;

        boolean heapKnown;
        /** Whether the log shows the address space from its beginning. */
        boolean whole;

        /** Fixes the end of the mapping area. */
        void place(Calls calls, long end) {
            topKnown = true;
            top = end;
            calls.placeMmapTop(end);
        }

        Image copy() {
            Image copy = new Image();
            copy.topKnown = topKnown;
            copy.top = top;
            copy.whole = whole;
            copy.heapKnown = heapKnown;
            return copy;
        }
    }
}
