/** What can be asked about the history and about the views that remember it. */
@NullMarked
package dev.rollcall.api.audit;

import org.jspecify.annotations.NullMarked;
