/** What can be asked of a user, what can have happened to one, and what can be answered about one. */
@NullMarked
package dev.rollcall.api.user;

import org.jspecify.annotations.NullMarked;
