package dev.rollcall.command.gate;

import dev.rollcall.api.Provenance;
import dev.rollcall.command.engine.Tables;
import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AnnotationCommandTargetResolver;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refused attempts in table {@code command.refused_attempt}: who says to be who wanted what of whom. */
final class StoredRefusedAttempts implements RefusedAttempts {

    private static final Logger LOG = LoggerFactory.getLogger(StoredRefusedAttempts.class);

    private final CommandTargetResolver targets =
            AnnotationCommandTargetResolver.builder().build();
    private final Tables tables;
    private final Clock clock;

    StoredRefusedAttempts(Tables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public void record(CommandMessage<?> command) {
        MetaData said = command.getMetaData();
        try {
            tables.jdbc()
                    .sql("""
                            INSERT INTO command.refused_attempt
                                (attempted_at, actor_kind, actor_id, actor_name, via, correlation_id, command, subject)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                    .param(1, clock.instant().atOffset(ZoneOffset.UTC))
                    .param(2, text(said, Provenance.ACTOR_KIND), Types.VARCHAR)
                    .param(3, text(said, Provenance.ACTOR_ID), Types.VARCHAR)
                    .param(4, text(said, Provenance.ACTOR_NAME), Types.VARCHAR)
                    .param(5, text(said, Provenance.VIA), Types.VARCHAR)
                    .param(6, text(said, Provenance.CORRELATION), Types.VARCHAR)
                    .param(7, command.getPayloadType().getSimpleName())
                    .param(8, subject(command))
                    .update();
        } catch (RuntimeException failure) {
            // It is refused all the same.
            LOG.error("A refused attempt could not be recorded", failure);
        }
    }

    private String subject(CommandMessage<?> command) {
        try {
            return targets.resolveTarget(command).getIdentifier();
        } catch (RuntimeException nobody) {
            return "";
        }
    }

    private static @Nullable String text(MetaData said, String key) {
        Object value = said.get(key);
        return value == null ? null : value.toString();
    }
}
