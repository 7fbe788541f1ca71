package dev.rollcall.api.audit;

import dev.rollcall.api.Query;

/** Everything that can be asked about the history and the views. */
public sealed interface AuditQuery extends Query
        permits FindFactRates,
                FindFacts,
                FindRefusedAttempts,
                FindProjections,
                FindRebuild,
                FindDeadLetters,
                FindNodes,
                FindLags,
                VerifyAudit {}
