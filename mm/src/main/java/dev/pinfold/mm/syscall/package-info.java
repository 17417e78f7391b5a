/**
 * The system calls, one class for each call or for a few that are one in Linux: the checks and their order, the errors, and
 * which locks are taken. {@link SyscallTable} says which class performs which {@link dev.pinfold.mm.abi.Syscall};
 * {@link UserMemory}, {@link UserRanges} and {@link UserBuffer} read and write what arguments point to.
 *
 * <p>A call's arguments are those of Linux in Linux's order, cut to the width that Linux looks at; its result is a value of
 * at least 0 or {@code -errno}. Everything a program can do wrong is a result. Where a call comes out otherwise than
 * Linux's, that is an error of this room.
 *
 * <p>On entry: the task is inside the kernel with no lock held and its cursors closed, and so it is when the call returns.
 * The mmap lock is taken for writing by what changes mappings, for reading by what looks; a call that changes a file takes
 * {@code i_rwsem} before any mmap lock. User memory is read and written without the mmap lock, since its faults take it.
 */
@NullMarked
package dev.pinfold.mm.syscall;

import org.jspecify.annotations.NullMarked;
