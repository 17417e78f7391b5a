/**
 * A machine compared with itself, and looked at while its tasks stand still: what every page table, reverse map, count and
 * promise says of the others.
 *
 * <p>Nothing runs meanwhile: no task is in a call. The audits take locks only where walks that they use do; a {@link
 * dev.pinfold.mm.audit.MachineView} takes none, since an explored task may stand anywhere.
 */
@NullMarked
package dev.pinfold.mm.audit;

import org.jspecify.annotations.NullMarked;
