package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.fault.UserAccess;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Bytes;

/** {@code mincore} with a vector in user memory: answers are gathered in a page of the kernel's and copied from there. */
public final class MincoreVector {
    private MincoreVector() {}

    /** As {@link Mincore#call}; -EAGAIN if there is no frame to gather the answers in. */
    public static long call(TaskContext t, long addr, long length, long vector) {
        Frames frames = t.kernel().frames();
        int staging = frames.alloc(Zone.NORMAL, 0, t.cpuId());
        if (staging < 0) {
            return -Errno.EAGAIN;
        }
        long bytes = Mincore.vectorLength(length);
        boolean inside = UserBuffer.ok(t, vector, bytes);
        long at = frames.address(staging);
        long result = Mincore.call(t, addr, length, inside, (from, pages, count) -> {
            Bytes.write(pages, 0, at, count);
            return UserAccess.copyOut(t, vector + from, at, count) == 0;
        });
        frames.put(staging, t.cpuId());
        return result;
    }
}
