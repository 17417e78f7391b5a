/**
 * What measuring needs of the host: a processor to stay on ({@link Affinity}) and a count of instructions ({@link
 * InstructionCounter}). Both are asked for and may not be there, on another system or in a virtual machine; then the
 * measurement does without. Each belongs to the thread that asked.
 */
@NullMarked
package dev.pinfold.lab.measure;

import org.jspecify.annotations.NullMarked;
