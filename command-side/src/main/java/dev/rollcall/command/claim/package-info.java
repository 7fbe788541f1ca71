/** The small aggregates that guard a rule across users and clients, and the plugs through which decisions reach them. */
@NullMarked
package dev.rollcall.command.claim;

import org.jspecify.annotations.NullMarked;
