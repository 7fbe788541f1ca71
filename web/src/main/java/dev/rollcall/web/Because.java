package dev.rollcall.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a command that needs nothing but, perhaps, a reason. */
@Schema(name = "Because")
record Because(@Nullable Reason reason) {}
