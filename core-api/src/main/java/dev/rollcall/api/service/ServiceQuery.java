package dev.rollcall.api.service;

import dev.rollcall.api.Query;

/** Everything that can be asked about service accounts, of the views. */
public sealed interface ServiceQuery extends Query permits FindServiceAccount, FindServiceAccounts {}
