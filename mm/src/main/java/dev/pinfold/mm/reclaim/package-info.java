/**
 * Taking pages away from who maps them: to another frame ({@link dev.pinfold.mm.reclaim.Migration}), to swap ({@link
 * dev.pinfold.mm.reclaim.SwapOut}), to the pages that a large folio falls apart into ({@link
 * dev.pinfold.mm.reclaim.FolioSplit}), or for good where memory is short ({@link dev.pinfold.mm.reclaim.Reclaim}).
 */
@NullMarked
package dev.pinfold.mm.reclaim;

import org.jspecify.annotations.NullMarked;
