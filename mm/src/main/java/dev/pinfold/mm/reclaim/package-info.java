/**
 * Taking pages away from who maps them: to another frame ({@link Migration}), to swap ({@link SwapOut}), to a device ({@link
 * ToDevice}), to the pages that a large folio falls apart into ({@link FolioSplit}), because the frame is broken ({@link
 * PageFailure}), or for good where memory is short ({@link Reclaim}).
 *
 * <p>All of them are one procedure with several ends, {@link MigrationEntries}: lock the folio, put a note in the place of
 * each entry, flush, drop what the entries counted, freeze the folio's count at what the caller and the cache hold. From
 * there on nobody can reach the page. At last the notes become entries again, places in swap, or nothing. If somebody else
 * holds the page the count cannot be frozen, and it is given back; a broken page alone goes all the same.
 *
 * <p>Lock order: the folio lock first, then the lock of the reverse map, then tables one at a time. An mmap lock may be held
 * for reading; where a space is searched for pages that can go, its mmap lock is only tried, for its holder may wait for
 * this task.
 *
 * <p>On entry: inside a call, no folio lock and no lock of a reverse map or of tables held, the cursor closed. The caller
 * has a reference to the folio it names. {@link SwapOut} and {@link DeferredShrink} never wait for a folio; the others may
 * sleep.
 */
@NullMarked
package dev.pinfold.mm.reclaim;

import org.jspecify.annotations.NullMarked;
