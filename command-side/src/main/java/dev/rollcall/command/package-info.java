/** The room that decides: the aggregates, and who may command them. The only way in is a message. */
@NullMarked
package dev.rollcall.command;

import org.jspecify.annotations.NullMarked;
