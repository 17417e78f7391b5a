/** Benchmarks of the parts of the memory manager, for JMH: {@code bench/parts.sh [PATTERN] [JMH options]}. */
@NullMarked
package dev.pinfold.bench.parts;

import org.jspecify.annotations.NullMarked;
