/** What can be asked of a provisioned client, what can have happened to one, and what can be answered about one. */
@NullMarked
package dev.rollcall.api.client;

import org.jspecify.annotations.NullMarked;
