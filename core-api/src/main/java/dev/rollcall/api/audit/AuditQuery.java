package dev.rollcall.api.audit;

/** Everything that can be asked about the history and the views. */
public sealed interface AuditQuery permits FindFacts, FindProjections, FindRebuild, FindDeadLetters {}
