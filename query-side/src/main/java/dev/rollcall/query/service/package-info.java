/** The service accounts as they are now. */
@NullMarked
package dev.rollcall.query.service;

import org.jspecify.annotations.NullMarked;
