/** Passkeys as the Web Authentication standard has them. */
@NullMarked
package dev.rollcall.command.passkey;

import org.jspecify.annotations.NullMarked;
