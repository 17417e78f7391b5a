/**
 * The choices of a design point side by side: what each costs in time and memory, and what the explorer finds on the
 * workloads that concern the point.
 *
 * <p>{@link Measurement} starts JVMs in production mode, one after the other, in which {@link Measuring} takes
 * {@link Figure}s; exploring happens in this JVM, which is in controlled mode. {@link Comparison} is what comes of both,
 * {@link TextTable} prints it, {@link DebatePage} and {@link Claim} hold the texts about debates to it. A point adds its own
 * {@link Operation}s, and {@link Concern} says which workloads it has.
 *
 * <p>Times depend on the machine; findings are the same on every machine.
 */
@NullMarked
package dev.pinfold.lab.compare;

import org.jspecify.annotations.NullMarked;
