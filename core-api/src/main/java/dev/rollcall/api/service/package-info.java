/** Other programs that act with credentials of their own, and what they are permitted. */
@NullMarked
package dev.rollcall.api.service;

import org.jspecify.annotations.NullMarked;
