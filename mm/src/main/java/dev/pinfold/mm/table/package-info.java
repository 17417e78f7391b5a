/**
 * Page tables and TLBs: what the processor walks, the one class that writes it, and how every CPU is made to forget.
 *
 * <p>{@link Geometry} cuts addresses into indices, {@link Pte} is the layout of an entry, {@link PageTables} the tree of one
 * space. {@link Mmu} walks as hardware does and fills the {@link Tlb}. {@link TableCursor} is the only writer of entries: a
 * transaction that notes in a {@link Gather} what it has unhooked, flushes, and frees afterwards. {@link Zap},
 * {@link Protect}, {@link TableMove}, {@link TableCopy} and {@link TableCollapse} are what is done with it;
 * {@link LeafSharing} lets a leaf table hang in several trees after a fork. A {@link Notifier} hears of every change of
 * entries that are not empty.
 *
 * <p>Lock order: an entry changes under the lock of the table it lies in, at every level; tables nearer to the root are
 * locked first, two of one level only where entries move or are copied. These locks spin, and nothing sleeps under them.
 * A task that came to a table without locks looks at the entry again once it has the table's lock, for the table may have been
 * freed meanwhile. A flush usually waits for the other CPUs after the last lock is dropped; where it must come before the next
 * change ({@link TableCursor#flushNow}) it spins under the lock.
 *
 * <p>On entry: to read or to clear entries the caller holds the mmap lock, the VMA's lock or the lock of a reverse map; to
 * install one, the mmap lock or the VMA's; to free tables, the VMA has left the reverse maps. {@link TableOwner} asserts
 * this in controlled mode. A walk without locks is inside the epoch, and sees entries change at any time. A task's cursor is
 * closed wherever a method does not say otherwise.
 */
@NullMarked
package dev.pinfold.mm.table;

import org.jspecify.annotations.NullMarked;
