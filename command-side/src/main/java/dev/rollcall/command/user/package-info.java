/** Users: what may be decided about one, and how one signs in. */
@NullMarked
package dev.rollcall.command.user;

import org.jspecify.annotations.NullMarked;
