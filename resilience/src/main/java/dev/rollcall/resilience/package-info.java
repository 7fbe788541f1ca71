/** The running jar as those see it who start, call and kill it. */
@NullMarked
package dev.rollcall.resilience;

import org.jspecify.annotations.NullMarked;
