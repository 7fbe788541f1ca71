package dev.rollcall.web;

import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.distributed.CommandDispatchException;
import org.axonframework.common.AxonException;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.messaging.HandlerExecutionException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.jspecify.annotations.Nullable;

/** Tells why a message was not answered: refused, nobody there, or a fault. */
final class Failures {

    /** States of a database that cannot be reached, is shutting down or cannot take more. */
    private static final Pattern DATABASE_AWAY = Pattern.compile("08...|57P0[123]|53...");

    /** From another process only sentences arrive, no types: these are of Spring, Hikari, PostgreSQL and gRPC. */
    private static final Pattern AWAY =
            Pattern.compile("JDBC Connection|Connection is not available|[Cc]onnection refused"
                    + "|connection attempt failed|connection has been closed|terminating connection|UNAVAILABLE"
                    + "|I/O error occurred while sending to the backend");

    private static final List<String> CONNECTIONS = List.of(
            "org.axonframework.axonserver.",
            "io.grpc.",
            "org.springframework.transaction.CannotCreateTransactionException",
            "org.springframework.jdbc.CannotGetJdbcConnectionException",
            "org.springframework.dao.DataAccessResourceFailureException");

    private Failures() {}

    static RuntimeException understood(Throwable failure) {
        if (failure instanceof Rejected
                || failure instanceof Declined
                || failure instanceof Unreachable
                || failure instanceof Failure) {
            return (RuntimeException) failure;
        }
        Refusal refusal = refusal(failure);
        if (refusal != null) {
            return new Rejected(refusal);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConcurrencyException || cause instanceof LockAcquisitionFailedException) {
                return new Rejected(Rejection.BUSY);
            }
            if (away(cause)) {
                return new Unreachable("nobody answered", failure);
            }
        }
        return new Failure(failure);
    }

    private static @Nullable Refusal refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Rejected rejected) {
                return rejected.refusal();
            }
        }
        Object details = HandlerExecutionException.resolveDetails(failure).orElse(null);
        return details instanceof Refusal refusal ? refusal : null;
    }

    private static boolean away(Throwable cause) {
        if (cause instanceof NoHandlerForCommandException
                || cause instanceof NoHandlerForQueryException
                || cause instanceof CommandDispatchException
                || cause instanceof IOException) {
            return true;
        }
        if (cause instanceof SQLException sql) {
            return DATABASE_AWAY
                    .matcher(Objects.requireNonNullElse(sql.getSQLState(), "08000"))
                    .matches();
        }
        if (cause instanceof AxonException
                && AWAY.matcher(Objects.requireNonNullElse(cause.getMessage(), ""))
                        .find()) {
            return true;
        }
        String type = cause.getClass().getName();
        // a fault in a handler over there is wrapped by this package as well, but is no reason to try again
        return !type.contains("HandlingException") && CONNECTIONS.stream().anyMatch(type::startsWith);
    }

    /** Something is broken. The cause is for the log alone. */
    static final class Failure extends RuntimeException {
        Failure(Throwable cause) {
            super("a message was not answered", cause);
        }
    }
}
