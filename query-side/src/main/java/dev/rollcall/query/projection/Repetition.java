package dev.rollcall.query.projection;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.api.audit.RetryDeadLetter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sees to it that a command on projections with an idempotency key happens once: its answer is stored in the transaction that
 * carries it out, and given again within 24 hours. What was refused is not stored, as it did nothing.
 */
final class Repetition implements MessageHandlerInterceptor<CommandMessage<?>> {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The commands of this room, and what they answer. */
    private static final Map<Class<?>, Class<?>> ANSWERS = Map.of(
            RebuildProjection.class, RebuildView.class,
            CancelRebuild.class, RebuildView.class,
            RetryDeadLetter.class, Boolean.class,
            DiscardDeadLetter.class, Object.class);

    private record Earlier(String digest, @Nullable String answer) {}

    private final JdbcTemplate jdbc;
    private final TransactionManager transactions;

    Repetition(JdbcTemplate jdbc, TransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        CommandMessage<?> command = unitOfWork.getMessage();
        Class<?> answer = ANSWERS.get(command.getPayloadType());
        Object request = command.getMetaData().get(Provenance.REQUEST);
        return answer == null || request == null
                ? chain.proceed()
                : once(request.toString(), digest(command.getMetaData()), answer, chain);
    }

    private static String digest(MetaData metaData) {
        return Objects.toString(metaData.get(Provenance.REQUEST_DIGEST), "");
    }

    private @Nullable Object once(String request, String digest, Class<?> type, InterceptorChain chain)
            throws Exception {
        Transaction transaction = transactions.startTransaction();
        try {
            Object answer = onceHeld(request, digest, type, chain);
            transaction.commit();
            return answer;
        } catch (Exception | Error failure) {
            transaction.rollback();
            throw failure;
        }
    }

    /** Two at the same instant: the second one waits for the first one's answer. */
    private @Nullable Object onceHeld(String request, String digest, Class<?> type, InterceptorChain chain)
            throws Exception {
        jdbc.query("select pg_advisory_xact_lock(hashtext('rollcall request'), hashtext(?))", row -> {}, request);
        jdbc.update("delete from query.request where answered_at < clock_timestamp() - interval '24 hours'");
        List<Earlier> earlier = jdbc.query(
                "select digest, answer from query.request where request = ?",
                (row, number) -> new Earlier(row.getString(1), row.getString(2)),
                request);
        if (!earlier.isEmpty()) {
            Rejected.when(!earlier.get(0).digest().equals(digest), Rejection.IDEMPOTENCY_KEY_REUSED);
            String answer = earlier.get(0).answer();
            return answer == null ? null : JSON.readValue(answer, type);
        }
        Object answer = chain.proceed();
        jdbc.update(
                "insert into query.request (request, digest, answer) values (?, ?, ?)",
                request,
                digest,
                answer == null ? null : JSON.writeValueAsString(answer));
        return answer;
    }
}
