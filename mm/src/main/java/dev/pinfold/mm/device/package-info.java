/**
 * Devices with memory of their own: their page maps, files that lie in such memory (DAX), memory that no CPU reaches, broken
 * pages, and devices that leave. Linux: {@code mm/memremap.c}, {@code fs/dax.c}.
 *
 * <p>{@link Devices} knows all devices of a machine, {@link Device} is one, {@link DevPagemap} the records of its frames
 * while they may be used. {@link DaxMapping} is a file whose pages are its blocks, {@link DaxChunk} the blocks of 2 MiB,
 * {@link DaxLayout} takes blocks away from a file. {@link PrivateReturn} brings pages back from a device of kind private.
 * {@link StrayProtection} keeps the kernel's own code out of protected devices but for open sections. What was argued over
 * is a design point: {@link DevicePin}, {@link Unbind}, {@link StrayScope}.
 *
 * <p>Locks, outermost first: binding and unbinding of a device, the file's {@code i_rwsem}, {@code invalidate_lock}, the
 * lock of a chunk, the directory, then reverse maps and tables; the lock of the page maps is below all of these. From the
 * look at a block to the entry that maps it, the file's {@code invalidate_lock} is held for reading and the chunk is locked:
 * that keeps the block and the device. A look-up of a page map takes no lock and is inside the epoch.
 *
 * <p>On entry: inside a call, the cursor closed. Taking blocks away waits for all who still have one of the pages, and drops
 * {@code invalidate_lock} meanwhile, so what was true of the file before must be looked at again. Unbinding a device holds
 * no other lock and may sleep.
 */
@NullMarked
package dev.pinfold.mm.device;

import org.jspecify.annotations.NullMarked;
