/**
 * The workload language: from the text of a workload or of an strace log to an immutable {@link
 * dev.pinfold.lab.lang.Workload}, checked so far as it can be before anything runs. Nothing here knows a machine.
 *
 * <p>The way of a file: {@link dev.pinfold.lab.lang.Source} gives its lines, {@link dev.pinfold.lab.lang.Prefix} reads
 * what stands before a call (task, time stamps), {@link dev.pinfold.lab.lang.LineReader} the call itself, {@link
 * dev.pinfold.lab.lang.FileReader} joins what strace printed in two pieces and keeps the sections, {@link
 * dev.pinfold.lab.lang.Resolver} says which task and which name each word means, and {@link
 * dev.pinfold.lab.lang.Checker} refuses what cannot run.
 */
@NullMarked
package dev.pinfold.lab.lang;

import org.jspecify.annotations.NullMarked;
