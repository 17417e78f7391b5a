/**
 * Devices with memory of their own: page maps, files that lie in such memory (DAX), and devices that leave. Linux: {@code
 * mm/memremap.c}, {@code fs/dax.c}.
 */
@NullMarked
package dev.pinfold.mm.device;

import org.jspecify.annotations.NullMarked;
