/** Assembles the rooms in one process: settings, database, key, health, and how to start and stop. */
@NullMarked
package dev.rollcall.app;

import org.jspecify.annotations.NullMarked;
