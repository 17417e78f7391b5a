/**
 * What the running kernel tells of itself and of a process under {@code /proc}: which kernel it is ({@link KernelInfo}), the
 * words of pagemap ({@link PagemapReader}) and a mapping's sums in smaps ({@link SmapsSummary}). Reading takes a moment, in
 * which the process should stand still; a file that is not there is an error that names it.
 */
@NullMarked
package dev.pinfold.host.proc;

import org.jspecify.annotations.NullMarked;
