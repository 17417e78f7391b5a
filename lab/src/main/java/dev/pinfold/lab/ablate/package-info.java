/** Takes the memory manager's protections away, one at a time, and sees whether a workload notices. */
@NullMarked
package dev.pinfold.lab.ablate;

import org.jspecify.annotations.NullMarked;
