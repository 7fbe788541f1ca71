package dev.rollcall.api.user;

/** Everything that can be asked about users. */
public sealed interface UserQuery permits FindUser, FindUsers {}
