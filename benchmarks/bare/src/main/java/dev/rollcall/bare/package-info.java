/** A program with nothing in it. */
@NullMarked
package dev.rollcall.bare;

import org.jspecify.annotations.NullMarked;
