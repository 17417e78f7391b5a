package dev.pinfold.lab.run;

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
        boolean heapKnown;

        Image copy() {
            Image copy = new Image();
            copy.topKnown = topKnown;
            copy.heapKnown = heapKnown;
            return copy;
        }
    }
}
