/** The language that every room speaks: what it means to act, to be refused and to be somewhere in the history. */
@NullMarked
package dev.rollcall.api;

import org.jspecify.annotations.NullMarked;
