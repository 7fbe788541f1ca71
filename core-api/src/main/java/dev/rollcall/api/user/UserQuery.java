package dev.rollcall.api.user;

import dev.rollcall.api.Query;

/** Everything that can be asked about users. */
public sealed interface UserQuery extends Query permits FindUser, FindUsers {}
