/** What is remembered of everything that happened to users and clients. */
@NullMarked
package dev.rollcall.query.audit;

import org.jspecify.annotations.NullMarked;
