/** Shows: the HTTP interface. It knows the other rooms only by their messages. */
@NullMarked
package dev.rollcall.web;

import org.jspecify.annotations.NullMarked;
