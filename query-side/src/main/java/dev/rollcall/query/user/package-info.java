/** What is remembered of users as they are now. */
@NullMarked
package dev.rollcall.query.user;

import org.jspecify.annotations.NullMarked;
