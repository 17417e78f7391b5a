/**
 * Every point where tasks meet: locks, atomic words, epochs, waiting, guards, and the CPUs tasks run on.
 *
 * <p>In production each primitive is the plain fast thing. In a JVM with {@code -Dpinfold.controlled=true} each operation is
 * announced to the explorer's {@link dev.pinfold.mm.sync.Scheduler} before it takes effect, with its object, its kind and
 * its site, and the rules about locks are checked.
 *
 * <h2>Lock order</h2>
 *
 * A lock may be waited for only by a task whose other locks all stand above it and to the left. Each name is a {@link
 * dev.pinfold.mm.sync.LockClass}.
 *
 * <pre>
 * NAMESPACE                      the names of files
 * F_POS                          an open file's position
 * I_RWSEM                        a file's size and writes
 *   MMAP_LOCK                    an address space and its VMA tree; at fork the child's under the parent's
 *     VMA_LOCK                   one VMA; a writer's are released all at once with the mmap lock
 *       INVALIDATE_LOCK          faults held off while pages of a file go away
 *         FOLIO_LOCK             one folio; several in ascending order
 *           DAX_ENTRY            2 MiB of a file that lies on a device
 *           DAX_DIRECTORY        the names and blocks of a device's files as stored
 *             I_MMAP             who maps a file
 *               ANON_VMA         who maps an anonymous folio
 *                 PAGE_TABLE     upper levels of page tables and huge entries
 *                   PTE_TABLE    one leaf table; two when entries move or are copied
 *                     SWAP       swap slots
 *                       I_DATA   which blocks of a file on a disk hold data
 *                       FILES    descriptor tables
 *                       I_PAGES  a file's page cache
 *                         STORES which pages have been stored to
 *                         LRU    folios in order of use
 *                           KMAP_POOL  kernel maps that all share
 *                           PGMAP  device page maps
 *                             TASKS  processes and their children
 *                               OWNER_TABLE  numbers of folio owners
 *                                 CPU    flushes that one CPU is asked for
 *                                   BUDDY  free frames
 * </pre>
 *
 * From {@code PAGE_TABLE} on the locks spin: their holders do not sleep. Try-locks never wait, so they may be tried out of
 * order. A VMA that was read-locked cannot be followed by its mmap lock: the reader lets go first. Inside an epoch nobody
 * sleeps, hence only spinning locks are taken.
 */
@NullMarked
package dev.pinfold.mm.sync;

import org.jspecify.annotations.NullMarked;
