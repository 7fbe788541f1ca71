package dev.rollcall.query.projection;

import java.sql.SQLException;

/**
 * Why something failed, in one line for logs and lists. What PostgreSQL says about a failed statement goes on with the row
 * itself, which has no business there: it is somebody's personal data.
 */
final class Reason {

    private static final int LONGEST = 500;

    private Reason() {}

    static String of(Throwable failure) {
        if (failure instanceof Rebuild.FactFailed || failure instanceof Parking.Repeat) {
            return line("", failure);
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException) {
                return line(failure.getClass().getSimpleName(), each);
            }
        }
        return line(failure.getClass().getSimpleName(), failure);
    }

    private static String line(String type, Throwable failure) {
        String message =
                failure.getMessage() == null ? "" : failure.getMessage().strip();
        String separator = type.isEmpty() || message.isEmpty() ? "" : ": ";
        String line = (type + separator + message).lines().findFirst().orElse("");
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }
}
