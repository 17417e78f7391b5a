/** The workload language and what is done with workloads: run, explore, replay, ablate, compare. */
@NullMarked
package dev.pinfold.lab;

import org.jspecify.annotations.NullMarked;
