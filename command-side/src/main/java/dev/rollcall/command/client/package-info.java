/** Provisioned clients: what may be decided about one, its token, and who may be told whose token it is. */
@NullMarked
package dev.rollcall.command.client;

import org.jspecify.annotations.NullMarked;
