/**
 * Files as memory sees them: page cache, dirty state, writeback, names, descriptors, and who maps what of a file.
 *
 * <p>{@link FileMapping} is {@code struct address_space}, with {@link ShmemMapping} for memory that is a file and
 * {@link DiskMapping} for a cached file over a {@link BackingStore}; a floor above adds files that lie on a device.
 * {@link Inode} is what a name stands for, {@link OpenFile} what {@code open} made, {@link FdTable} the descriptors,
 * {@link FileSystem} all names of a machine.
 *
 * <p>Locks, outermost first: names, the position of an open file, {@code i_rwsem} (size and writes), then, below the locks
 * of address spaces, {@code invalidate_lock} (faults held off while pages go), folio locks in ascending order,
 * {@code i_mmap}, and under page tables the lock of the cache's index. Hence a task that holds an mmap lock takes no
 * {@code i_rwsem}: calls on files come first, and {@code madvise} gives the mmap lock up before it changes a file.
 *
 * <p>On entry: a {@link FileTask} is inside a call, with its cursor closed. A page from {@link FileMapping#lookup} has a
 * reference; it stays in the file only while it is locked, so the caller locks it and looks again. The size is read without
 * a lock and looked at once more under the folio lock, since truncation lowers it before it takes pages away.
 */
@NullMarked
package dev.pinfold.mm.file;

import org.jspecify.annotations.NullMarked;
