package dev.rollcall.query.projection;

import dev.rollcall.query.RowMissing;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.common.AxonException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Why something failed, in one line for logs and lists. Never with what a failure says of the values it met: those of a fact
 * or a row have no business there, they are somebody's personal data. So a failed statement is told by its SQL state and by
 * the constraint, table or column at fault, any other failure by its kind and its place in the code.
 */
final class Reason {

    private static final int LONGEST = 500;
    private static final String OURS = "dev.rollcall.";

    private Reason() {}

    static String of(Throwable failure) {
        if (failure instanceof Rebuild.FactFailed || failure instanceof Parking.Repeat) {
            return line("", failure.getMessage());
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                return line(failure.getClass().getSimpleName(), Outage.is(sql) ? sql.getMessage() : statement(sql));
            }
        }
        return isOutspoken(failure)
                ? line(failure.getClass().getSimpleName(), failure.getMessage())
                : line(failure.getClass().getSimpleName(), place(failure));
    }

    /** Whether its sentence is known to hold no values. */
    private static boolean isOutspoken(Throwable failure) {
        return failure instanceof RowMissing
                || failure instanceof Feed.Carefully
                || failure instanceof AxonException
                || Outage.is(failure);
    }

    private static String statement(SQLException failure) {
        ServerErrorMessage details = failure instanceof PSQLException told ? told.getServerErrorMessage() : null;
        return Stream.concat(
                        Stream.of("SQL state " + failure.getSQLState()),
                        details == null
                                ? Stream.<String>of()
                                : Stream.of(
                                                named("constraint", details.getConstraint()),
                                                named("table", details.getTable()),
                                                named("column", details.getColumn()))
                                        .filter(Objects::nonNull))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String named(String what, @Nullable String name) {
        return name == null ? null : what + " " + name;
    }

    private static @Nullable String place(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> "in "
                        + frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1) + "."
                        + frame.getMethodName() + ", line " + frame.getLineNumber())
                .orElse(null);
    }

    private static String line(String type, @Nullable String message) {
        String said = message == null ? "" : message.strip();
        String separator = type.isEmpty() || said.isEmpty() ? "" : ": ";
        String line = (type + separator + said).lines().findFirst().orElse("");
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }
}
