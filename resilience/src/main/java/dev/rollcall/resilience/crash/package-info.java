/** Kills the service under load, and judges from a written history what it kept of what it had acknowledged. */
@NullMarked
package dev.rollcall.resilience.crash;

import org.jspecify.annotations.NullMarked;
