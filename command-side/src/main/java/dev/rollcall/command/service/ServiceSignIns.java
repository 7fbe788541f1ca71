package dev.rollcall.command.service;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.service.AuthenticateServiceAccount;
import dev.rollcall.api.service.FindExternalActor;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceSecret;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.user.WrongSignIns;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which service account somebody is. Judged by the facts of this moment: a secret that was replaced is worth nothing. */
class ServiceSignIns {

    private static final Logger LOG = LoggerFactory.getLogger("dev.rollcall.sign-in");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^0-9A-Za-z.:%_-]");

    /** What an unknown account is compared with, so that it takes as long: no secret has this digest. */
    private static final String NO_DIGEST = "-".repeat(64);

    private static final ServiceAccountId NO_ACCOUNT = new ServiceAccountId(new UUID(0, 0));

    private final SourcedServiceAccounts accounts;
    private final Claims claims;
    private final WrongSignIns wrongOnes;
    private final InstallationKey key;

    ServiceSignIns(SourcedServiceAccounts accounts, Claims claims, WrongSignIns wrongOnes, InstallationKey key) {
        this.accounts = accounts;
        this.claims = claims;
        this.wrongOnes = wrongOnes;
        this.key = key;
    }

    @CommandHandler
    Actor decide(AuthenticateServiceAccount command) {
        Optional<ServiceSecret> secret = opened(command.secret());
        ServiceAccountId named = secret.map(ServiceSecret::account).orElse(NO_ACCOUNT);
        Optional<ServiceState> account = accounts.current(named);
        String expected = account.map(state -> state.secret().digest()).orElse(NO_DIGEST);
        String presented = secret.map(given -> given.reference().digest()).orElse("");
        boolean right = MessageDigest.isEqual(bytes(expected), bytes(presented))
                && named.toString().equals(command.account());
        if (right && account.isPresent() && account.get().enabled()) {
            said("Signed in", named.toString(), command.address());
            return account.get().actor();
        }
        said("Refused to sign in", account.isPresent() ? named.toString() : "unknown", command.address());
        String name = "service:" + command.account();
        Optional<Duration> pause = wrongOnes.pause(name, command.address(), Instant.EPOCH);
        if (pause.isPresent()) {
            int seconds =
                    Math.toIntExact(Math.max(1, pause.get().plusMillis(999).toSeconds()));
            throw new Rejected(new Refusal(Rejection.TOO_MANY_ATTEMPTS, List.of(), null, null, seconds));
        }
        wrongOnes.note(name, command.address());
        throw new Rejected(Rejection.NOT_SIGNED_IN);
    }

    /** The claim finds it regardless of case; it has to be the very same. */
    @QueryHandler
    Optional<Actor> answer(FindExternalActor query) {
        return claims.owner(ClaimKind.EXTERNAL_SUBJECT, query.externalSubject())
                .map(ServiceAccountId::parse)
                .flatMap(accounts::current)
                .filter(account -> query.externalSubject().equals(account.externalSubject()) && account.enabled())
                .map(ServiceState::actor);
    }

    /** By identifiers alone: what was sent in the place of one may be a secret. */
    private static void said(String what, String account, String address) {
        LOG.info(
                "{}: service account {}, from {}, secret",
                what,
                account,
                UNPRINTABLE.matcher(address).replaceAll("_"));
    }

    private Optional<ServiceSecret> opened(Sealed sealed) {
        try {
            return ServiceSecret.parse(key.open(sealed));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
