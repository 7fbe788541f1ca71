/** What every command passes before and after its decision: who may ask, whether it was asked before, where it was stored. */
@NullMarked
package dev.rollcall.command.gate;

import org.jspecify.annotations.NullMarked;
