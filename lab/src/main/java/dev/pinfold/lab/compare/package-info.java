/**
 * The choices of a design point side by side: what each costs in time and memory, measured in a production JVM of its own,
 * and what the explorer finds on the workloads that concern the point.
 */
@NullMarked
package dev.pinfold.lab.compare;

import org.jspecify.annotations.NullMarked;
