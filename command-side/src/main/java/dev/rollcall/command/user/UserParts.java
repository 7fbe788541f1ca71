package dev.rollcall.command.user;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Kept;
import dev.rollcall.api.PersonalKeys;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.command.claim.Administrators;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.claim.Rosters;
import dev.rollcall.command.engine.Aggregates;
import dev.rollcall.command.engine.CommandSettings;
import dev.rollcall.command.engine.Folded;
import dev.rollcall.command.engine.OwnAccord;
import dev.rollcall.command.engine.PersistentCommandBus;
import dev.rollcall.command.engine.SweepTimer;
import dev.rollcall.command.engine.Tables;
import dev.rollcall.command.passkey.RelyingParty;
import java.time.Clock;
import java.util.List;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.modelling.command.Repository;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what decides about users. */
@Configuration(proxyBeanMethods = false)
class UserParts {

    @Bean
    Repository<User> userRepository(Aggregates aggregates, SourcedUsers users, CommandSettings settings) {
        return aggregates.oneAtATimeFromSnapshots(
                User.class, settings.factsPerSnapshot(), users.states(), User::new, User::left);
    }

    /** Snapshots of anything else, or of a user as it was made up in another release, are passed over. */
    @Bean
    SnapshotFilter userSnapshots() {
        return snapshot ->
                User.class.getName().equals(snapshot.getPayload().getType().getName())
                        && User.SNAPSHOT_REVISION.equals(
                                snapshot.getPayload().getType().getRevision());
    }

    @Bean
    Kept keptUsers() {
        return new Kept(User.class);
    }

    @Bean
    Folded<UserState> userStates(SourcedUsers users) {
        return users.states();
    }

    @Bean
    StoredPasswords passwords(Tables tables, InstallationKey key, Clock clock, CommandSettings settings) {
        int wanted = settings.signIn().hashesAtOnce();
        int atOnce = wanted == 0 ? Runtime.getRuntime().availableProcessors() : wanted;
        Hashing hashing = new Hashing(
                settings.password().memoryKib(), settings.password().passes(), atOnce, settings.longestWait());
        return new StoredPasswords(tables, key, hashing, clock);
    }

    @Bean
    StoredPasskeys passkeys(Tables tables, Clock clock) {
        return new StoredPasskeys(tables, clock);
    }

    @Bean
    Credentials credentials(Passwords passwords, Passkeys passkeys, CommandSettings settings) {
        CommandSettings.Password policy = settings.password();
        return new Credentials(
                passwords,
                passkeys,
                new PasswordPolicy(
                        policy.fewestCharacters(), policy.mostCharacters(), policy.history(), policy.refuseCommon()));
    }

    @Bean
    WrongSignIns wrongSignIns(Tables tables, InstallationKey key, Clock clock, CommandSettings settings) {
        return new WrongSignIns(
                tables,
                key,
                clock,
                settings.signIn().mostOfName(),
                settings.signIn().mostOfAddress());
    }

    @Bean
    KnownBrowsers knownBrowsers(Tables tables, Clock clock, CommandSettings settings) {
        return new KnownBrowsers(
                tables,
                clock,
                settings.signIn().browserKept(),
                settings.signIn().strangersWait());
    }

    @Bean
    SignIns signIns(
            Claims claims,
            SourcedUsers users,
            Repository<User> userRepository,
            Administrators administrators,
            Passwords passwords,
            WrongSignIns wrongSignIns,
            KnownBrowsers knownBrowsers,
            CommandSettings settings) {
        return new SignIns(
                claims,
                users,
                userRepository,
                administrators,
                passwords,
                new RememberedPasswords(Ticker.systemTicker()),
                wrongSignIns,
                knownBrowsers,
                settings.signIn().mostInARow());
    }

    @Bean
    OwnPasswords ownPasswords(
            SourcedUsers users,
            Repository<User> userRepository,
            SignIns signIns,
            Credentials credentials,
            Rosters rosters) {
        return new OwnPasswords(users, userRepository, signIns, credentials, rosters);
    }

    @Bean
    StoredSessions storedSessions(Tables tables, Clock clock, CommandSettings settings) {
        return new StoredSessions(tables, clock, settings.session());
    }

    @Bean
    Sessions sessions(
            SignIns signIns,
            SourcedUsers users,
            StoredSessions storedSessions,
            KnownBrowsers knownBrowsers,
            CommandSettings settings) {
        return new Sessions(
                signIns,
                users,
                storedSessions,
                knownBrowsers,
                settings.passkey().required());
    }

    @Bean
    SecondFactors secondFactors(
            SignIns signIns,
            SourcedUsers users,
            Repository<User> userRepository,
            StoredSessions storedSessions,
            StoredPasskeys passkeys,
            Rosters rosters,
            CommandSettings settings,
            @Value("${server.port:8080}") int port) {
        CommandSettings.Passkey site = settings.passkey();
        return new SecondFactors(
                new RelyingParty(site.host(), site.origins(port)),
                signIns,
                users,
                userRepository,
                storedSessions,
                passkeys,
                rosters);
    }

    @Bean
    SweepTimer passwordSweeper(
            StoredPasswords passwords,
            StoredPasskeys passkeys,
            WrongSignIns wrongSignIns,
            SourcedUsers users,
            Credentials credentials,
            Clock clock) {
        return new SweepTimer(
                "password-sweeper",
                new PasswordSweeper(passwords, passkeys, wrongSignIns, users, credentials, clock)::sweep);
    }

    @Bean
    SweepTimer sessionSweeper(StoredSessions storedSessions, KnownBrowsers knownBrowsers) {
        return new SweepTimer("session-sweeper", () -> {
            storedSessions.sweep();
            knownBrowsers.sweep();
        });
    }

    @Bean
    Erasing erasing(PersonalKeys keys, Tables tables, List<Folded<?>> remembered) {
        return new Erasing(keys, tables, remembered);
    }

    @Bean
    ErasureSweeper interruptedErasures(
            PersonalKeys keys,
            Erasing erasing,
            SourcedUsers users,
            OwnAccord ownAccord,
            Repository<User> userRepository,
            Credentials credentials,
            Claims claims,
            Administrators administrators,
            Rosters rosters,
            Clients clients) {
        return new ErasureSweeper(keys, erasing, users, ownAccord, user -> userRepository
                .load(user.toString())
                .execute(found -> found.erase(credentials, claims, administrators, rosters, clients, erasing)));
    }

    @Bean
    SweepTimer erasureSweeper(ErasureSweeper erasures) {
        return new SweepTimer("erasure-sweeper", erasures::sweep, ErasureSweeper.EVERY, ErasureSweeper.EVERY);
    }

    /** Where facts are kept in the database, a key is stored together with the fact that needs it. */
    @Bean
    @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "true")
    SweepTimer keySweeper(PersonalKeys keys, SourcedUsers users) {
        return new SweepTimer("key-sweeper", new KeySweeper(keys, users)::sweep);
    }

    @Bean
    OwnAccord ownAccord() {
        return new OwnAccord();
    }

    @Bean
    FirstAdministrator firstAdministrator(
            OwnAccord ownAccord,
            Administrators administrators,
            PersistentCommandBus commands,
            InstallationKey key,
            Assertions assertions,
            CommandSettings settings,
            @Value("${rollcall.admin-password:}") String given) {
        return new FirstAdministrator(
                ownAccord,
                administrators,
                commands,
                key,
                assertions,
                settings.password().fewestCharacters(),
                given,
                System.out);
    }

    @Bean
    Recovery recovery(
            OwnAccord ownAccord,
            Claims claims,
            Administrators administrators,
            Repository<User> userRepository,
            @Value("${rollcall.unlock:}") String username) {
        return new Recovery(ownAccord, claims, administrators, userRepository, username);
    }
}
