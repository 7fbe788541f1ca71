/** The room that keeps: facts, in an order that no reader ever sees a hole in. */
@NullMarked
package dev.rollcall.store;

import org.jspecify.annotations.NullMarked;
