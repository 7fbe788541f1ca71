/** Asks the running program everything it documents, and much that it does not, and judges what it answers. */
@NullMarked
package dev.rollcall.resilience.fuzz;

import org.jspecify.annotations.NullMarked;
