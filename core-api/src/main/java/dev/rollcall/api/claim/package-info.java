/** Facts of the small aggregates that guard a rule across users and clients. */
@NullMarked
package dev.rollcall.api.claim;

import org.jspecify.annotations.NullMarked;
