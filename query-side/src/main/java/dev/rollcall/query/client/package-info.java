/** What is remembered of provisioned clients as they are now, and of when their machines were heard of. */
@NullMarked
package dev.rollcall.query.client;

import org.jspecify.annotations.NullMarked;
