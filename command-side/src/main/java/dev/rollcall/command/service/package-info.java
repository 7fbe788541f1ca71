/** Service accounts: other programs with credentials of their own, decided by the facts of the moment. */
@NullMarked
package dev.rollcall.command.service;

import org.jspecify.annotations.NullMarked;
