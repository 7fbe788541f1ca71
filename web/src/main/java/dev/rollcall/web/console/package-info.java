/** The console: pages for people, over the same commands and queries as the interface for programs. */
@NullMarked
package dev.rollcall.web.console;

import org.jspecify.annotations.NullMarked;
