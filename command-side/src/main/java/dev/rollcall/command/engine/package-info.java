/** How this room runs commands: units of work, locks, retries, and who may ask. */
@NullMarked
package dev.rollcall.command.engine;

import org.jspecify.annotations.NullMarked;
