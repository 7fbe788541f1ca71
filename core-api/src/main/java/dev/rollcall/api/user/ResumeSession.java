package dev.rollcall.api.user;

import dev.rollcall.api.Query;

/**
 * Whose session this is at this moment; answered with an optional {@link SessionView} by the side that decides, from the state
 * of the moment. Absent: there is none, or none any more.
 *
 * @param session digest of the secret that names it
 * @param passive whether nobody is there who asks, but a page that keeps itself up to date: it does not put off the time at
 *     which an idle session ends
 */
public record ResumeSession(String session, boolean passive) implements Query {}
