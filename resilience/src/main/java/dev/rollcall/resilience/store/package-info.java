/** The facts as they are stored, read by SQL past the program, and what they must add up to. */
@NullMarked
package dev.rollcall.resilience.store;

import org.jspecify.annotations.NullMarked;
