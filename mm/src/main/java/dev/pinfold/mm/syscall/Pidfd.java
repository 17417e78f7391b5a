package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.PidfdFlags;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.SpaceExit;
import dev.pinfold.mm.space.TaskContext;

/** {@code pidfd_open(2)}, and what is done through such a descriptor. */
public final class Pidfd {
    private static final String NAME = "anon_inode:[pidfd] ";

    private Pidfd() {}

    /** A descriptor for a process; -EINVAL, -ESRCH, -EMFILE, and -ENOENT for a thread that is no process. */
    public static long open(TaskContext t, int pid, int flags) {
        if ((flags & ~(PidfdFlags.PIDFD_NONBLOCK | PidfdFlags.PIDFD_THREAD)) != 0 || pid <= 0) {
            return -Errno.EINVAL;
        }
        TaskContext of = t.kernel().tasks().findUnreaped(pid);
        if (of == null) {
            return -Errno.ESRCH;
        }
        if (of.pid() != of.tgid() && (flags & PidfdFlags.PIDFD_THREAD) == 0) {
            return -Errno.ENOENT;
        }
        OpenFile file = t.kernel().files().process(NAME + pid);
        long fd = t.files().install(file, 0, t.limits().soft(Rlimit.RLIMIT_NOFILE), true);
        if (fd < 0) {
            file.put(t);
        }
        return fd;
    }

    /** {@code process_madvise}: advice on ranges of the process that a descriptor stands for. */
    public static long madvise(TaskContext t, int pidfd, UserRanges vector, int advice, int flags) {
        long error = ProcessMadvise.check(t, vector, flags);
        if (error != 0) {
            return error;
        }
        long pid = pid(t, pidfd);
        if (pid < 0) {
            return pid;
        }
        Space space = t.kernel().tasks().grabSpace((int) pid);
        if (space == null) {
            return -Errno.ESRCH;
        }
        long result = ProcessMadvise.call(t, space, vector.words(), advice);
        if (space.put()) {
            SpaceExit.run(t, space);
        }
        return result;
    }

    private static long pid(TaskContext t, int pidfd) {
        if (pidfd == PidfdFlags.PIDFD_SELF_THREAD || pidfd == PidfdFlags.PIDFD_SELF_THREAD_GROUP) {
            return t.pid();
        }
        OpenFile file = t.files().get(pidfd);
        if (file == null) {
            return -Errno.EBADF;
        }
        String name = file.inode().name();
        file.put(t);
        return name.startsWith(NAME) ? Integer.parseInt(name.substring(NAME.length())) : -Errno.EBADF;
    }
}
