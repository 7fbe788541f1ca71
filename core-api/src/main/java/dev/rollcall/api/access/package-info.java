/** Who may send which message, as one table. */
@NullMarked
package dev.rollcall.api.access;

import org.jspecify.annotations.NullMarked;
