/**
 * The words of Linux, said once: the constants of its interface on x86-64, under their own names and grouped as in its
 * headers ({@link dev.pinfold.mm.abi.Mman}, {@link dev.pinfold.mm.abi.FileFlags}, {@link dev.pinfold.mm.abi.Errno} …).
 * It stands below every other package and depends on nothing. No constant of Linux is defined anywhere else in the
 * project, also not in tests: a new one goes into the class of its header, and where it has a new prefix, into a {@link
 * dev.pinfold.mm.abi.Group}, from which logs, workloads and reports know it by name.
 */
@NullMarked
package dev.pinfold.mm.abi;

import org.jspecify.annotations.NullMarked;
