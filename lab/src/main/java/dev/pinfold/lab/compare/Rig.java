package dev.pinfold.lab.compare;

import static dev.pinfold.mm.abi.Mman.MAP_ANONYMOUS;
import static dev.pinfold.mm.abi.Mman.MAP_FIXED;
import static dev.pinfold.mm.abi.Mman.MAP_PRIVATE;
import static dev.pinfold.mm.abi.Mman.MAP_SHARED;
import static dev.pinfold.mm.abi.Mman.PROT_READ;
import static dev.pinfold.mm.abi.Mman.PROT_WRITE;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.Calls;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.Pages;
import dev.pinfold.mm.Task;

/** A task to time operations with; every error ends the comparison. */
final class Rig {
    static final long HUGE = 2 << 20;

    final Machine machine;
    final Task task;
    final Calls calls;
    final Pages pages;

    Rig(Machine machine) {
        this.machine = machine;
        task = machine.newTask();
        calls = task.calls();
        pages = task.pages();
    }

    static long ok(long result) {
        if (result < 0) {
            throw new IllegalStateException("a timed operation failed: " + result);
        }
        return result;
    }

    static void is(long result, long expected) {
        if (result != expected) {
            throw new IllegalStateException("a timed operation gave " + result + " instead of " + expected);
        }
    }

    /** Private anonymous pages, each stored to. */
    long anonymous(long count) {
        long a = ok(calls.mmap(0, count * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        touch(a, count);
        return a;
    }

    /** A stretch of address space that begins at a multiple of 2 MiB; nothing is mapped there. */
    long aligned(long bytes) {
        long a = ok(calls.mmap(0, bytes + HUGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        ok(calls.munmap(a, bytes + HUGE));
        return a + HUGE - 1 & -HUGE;
    }

    /** Maps a file shared, at a fixed place. */
    long shared(long at, int fd, long count, long offset) {
        return ok(calls.mmap(
                at, count * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | (at == 0 ? 0 : MAP_FIXED), fd, offset));
    }

    void touch(long a, long count) {
        is(calls.touch(a, count * PAGE_SIZE, true), 0);
    }

    int memfd(long count) {
        int fd = (int) ok(calls.memfdCreate("compared", 0));
        ok(calls.ftruncate(fd, count * PAGE_SIZE));
        return fd;
    }
}
