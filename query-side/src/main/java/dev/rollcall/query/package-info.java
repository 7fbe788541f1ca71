/** The room that remembers: projections fold facts into views, and answer from them. */
@NullMarked
package dev.rollcall.query;

import org.jspecify.annotations.NullMarked;
