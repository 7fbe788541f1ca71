/** What a single field of a wish must look like. */
@NullMarked
package dev.rollcall.command.field;

import org.jspecify.annotations.NullMarked;
