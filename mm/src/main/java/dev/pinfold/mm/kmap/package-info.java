/**
 * Kernel maps: how the kernel reaches memory that it has no permanent address for, for a moment ({@code mm/highmem.c}), its
 * accesses through such addresses ({@link KernelAccess}), and copies to and from user memory ({@link UserCopy}).
 * {@link Kmaps} is the face of the room; {@link KmapSlots} is the design point: maps of the task ({@link LocalMaps}), of the
 * CPU ({@link CpuMaps}) or of all ({@link KmapPool}).
 *
 * <p>An entry of a slot is written by the task on the slot's CPU alone, so it has no lock; one of the pool is written under
 * the pool's lock, which spins and is a leaf. Every CPU forgets the places of the pool before they are given out again; a
 * slot is forgotten by its own CPU only.
 *
 * <p>On entry: inside a call. Maps are nested, the last made is the first to be ended. Whether the holder may sleep, fault,
 * or be on another CPU afterwards is what the choice of {@link KmapSlots} says; what is forbidden is refused and reported.
 */
@NullMarked
package dev.pinfold.mm.kmap;

import org.jspecify.annotations.NullMarked;
