package dev.rollcall.api.audit;

/**
 * How far the views were behind at a time of the last minutes. All are fed together, so it is the same for each.
 *
 * @param secondsAgo how long ago that was, by the database's clock; nobody looked at times that are left out
 * @param facts how many were stored then that the views had not applied, at least 0
 */
public record LagView(long secondsAgo, long facts) {}
