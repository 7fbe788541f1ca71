package dev.rollcall.command.engine;

import dev.rollcall.api.WrongSetting;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The defaults of this room, {@code rollcall.command.*}. Refuses ({@link WrongSetting}) what is outside the ranges given here.
 *
 * @param longestWait {@code longest-wait}: how long a command waits for another one on the same user or client, or for its
 *     turn to compute a hash, before it is refused ({@code busy}); 100 ms to 60 s
 * @param tokenExpiresIn {@code token-expires-in}: how long a client token can be claimed where the request does not say: 1 s to
 *     10 years; absent: for ever
 * @param reasonRequired {@code reason-required}: whether every administrative command must say why
 * @param factsPerSnapshot {@code facts-per-snapshot}: a user read from so many facts leaves a snapshot; 2 to 1,000,000
 * @param password {@code password.*}: what a password must be like
 * @param signIn {@code sign-in.*}: how often one may be wrong
 * @param session {@code session.*}: how long one stays signed in
 * @param passkey {@code passkey.*}: the second factor of the console
 */
@ConfigurationProperties("rollcall.command")
public record CommandSettings(
        @DefaultValue("3s") Duration longestWait,
        @Nullable Duration tokenExpiresIn,
        @DefaultValue("false") boolean reasonRequired,
        @DefaultValue("100") int factsPerSnapshot,
        @DefaultValue Password password,
        @DefaultValue SignIn signIn,
        @DefaultValue Session session,
        @DefaultValue Passkey passkey) {

    public CommandSettings {
        require(
                longestWait.toMillis() >= 100 && longestWait.toMillis() <= 60_000,
                "rollcall.command.longest-wait must be 100ms to 60s");
        require(
                factsPerSnapshot >= 2 && factsPerSnapshot <= 1_000_000,
                "rollcall.command.facts-per-snapshot must be 2 to 1000000");
    }

    /**
     * @param fewestCharacters {@code fewest-characters}: 4 to 128
     * @param mostCharacters {@code most-characters}: no less than the fewest, at most 1024
     * @param history {@code history}: how many passwords, the current one included, may not be used again; 0 to 25
     * @param memoryKib {@code memory-kib}: what one hash takes, in KiB; 19,456 (the least that OWASP names) to 1,048,576
     * @param passes {@code passes}: over that memory; 2 to 100. A password hashed with less of either is hashed anew when its
     *     owner signs in
     * @param refuseCommon {@code refuse-common}: whether the most common passwords are refused as well, and those that contain
     *     the user's names, mailbox or the name of this program
     */
    public record Password(
            @DefaultValue("8") int fewestCharacters,
            @DefaultValue("128") int mostCharacters,
            @DefaultValue("5") int history,
            @DefaultValue("19456") int memoryKib,
            @DefaultValue("2") int passes,
            @DefaultValue("false") boolean refuseCommon) {
        public Password {
            require(
                    fewestCharacters >= 4 && fewestCharacters <= 128,
                    "rollcall.command.password.fewest-characters must be 4 to 128");
            require(
                    mostCharacters >= fewestCharacters && mostCharacters <= 1024,
                    "rollcall.command.password.most-characters must be " + fewestCharacters + " to 1024");
            require(history >= 0 && history <= 25, "rollcall.command.password.history must be 0 to 25");
            require(
                    memoryKib >= 19_456 && memoryKib <= 1_048_576,
                    "rollcall.command.password.memory-kib must be 19456 to 1048576");
            require(passes >= 2 && passes <= 100, "rollcall.command.password.passes must be 2 to 100");
        }
    }

    /**
     * @param mostInARow {@code most-in-a-row}: the wrong sign-in that locks the user; 1 to 100
     * @param mostOfName {@code most-of-name}: wrong ones within a minute of one name from one address; 1 to 10,000
     * @param mostOfAddress {@code most-of-address}: wrong ones within a minute from one address; 1 to 1,000,000
     * @param hashesAtOnce {@code hashes-at-once}: how many hashes, of 19 MiB each, are computed at the same time; 1 to 256,
     *     or 0 for as many as there are processors
     * @param strangersWait {@code strangers-wait}: for how long nobody can sign in as a user but in a browser where that user has
     *     before, once the user had to be freed from a lock in such a one; 0 to 24 hours
     * @param browserKept {@code browser-kept}: after how long without a sign-in a browser is a stranger again; one hour to 400 days
     */
    public record SignIn(
            @DefaultValue("5") int mostInARow,
            @DefaultValue("10") int mostOfName,
            @DefaultValue("200") int mostOfAddress,
            @DefaultValue("0") int hashesAtOnce,
            @DefaultValue("15m") Duration strangersWait,
            @DefaultValue("90d") Duration browserKept) {
        public SignIn {
            require(mostInARow >= 1 && mostInARow <= 100, "rollcall.command.sign-in.most-in-a-row must be 1 to 100");
            require(
                    mostOfName >= 1 && mostOfName <= 10_000,
                    "rollcall.command.sign-in.most-of-name must be 1 to 10000");
            require(
                    mostOfAddress >= 1 && mostOfAddress <= 1_000_000,
                    "rollcall.command.sign-in.most-of-address must be 1 to 1000000");
            require(
                    hashesAtOnce >= 0 && hashesAtOnce <= 256,
                    "rollcall.command.sign-in.hashes-at-once must be 0 to 256");
            require(
                    !strangersWait.isNegative() && strangersWait.compareTo(Duration.ofHours(24)) <= 0,
                    "rollcall.command.sign-in.strangers-wait must be 0s to 24h");
            require(
                    browserKept.compareTo(Duration.ofHours(1)) >= 0 && browserKept.compareTo(Duration.ofDays(400)) <= 0,
                    "rollcall.command.sign-in.browser-kept must be 1h to 400d");
        }
    }

    /**
     * @param idle {@code idle}: after how long without a request a session ends; one minute to 24 hours
     * @param longest {@code longest}: after how long it ends however much it is used; no less than idle, at most 30 days
     * @param mostOfUser {@code most-of-user}: how many a user has at a time; one more ends the oldest; 1 to 100
     */
    public record Session(
            @DefaultValue("30m") Duration idle,
            @DefaultValue("12h") Duration longest,
            @DefaultValue("5") int mostOfUser) {
        public Session {
            require(
                    idle.compareTo(Duration.ofMinutes(1)) >= 0 && idle.compareTo(Duration.ofHours(24)) <= 0,
                    "rollcall.command.session.idle must be 1m to 24h");
            require(
                    longest.compareTo(idle) >= 0 && longest.compareTo(Duration.ofDays(30)) <= 0,
                    "rollcall.command.session.longest must be " + idle.toMinutes() + "m to 30d");
            require(mostOfUser >= 1 && mostOfUser <= 100, "rollcall.command.session.most-of-user must be 1 to 100");
        }
    }

    /**
     * @param required {@code required}: whether everybody needs a passkey at the console, and who has none registers one before
     *     anything else; without it whoever has one needs it
     * @param host {@code host}: the domain that passkeys are for, without port: that of the console's address, or one above it.
     *     With another one all passkeys are worth nothing
     * @param origins {@code origins}: where the console's pages come from, {@code https://rollcall.example.org}, joined by
     *     commas; absent: {@code https://} and the host, or for {@code localhost} the port of this process
     */
    public record Passkey(
            @DefaultValue("false") boolean required,
            @DefaultValue("localhost") String host,
            @DefaultValue Set<String> origins) {

        private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*");
        private static final Pattern ORIGIN = Pattern.compile("(https?)://([a-z0-9.-]+)(?::[0-9]{1,5})?");

        public Passkey {
            origins = Set.copyOf(origins);
            require(
                    HOST.matcher(host).matches() && !host.matches("[0-9.]+"),
                    "rollcall.command.passkey.host must be a domain in lower case, without port");
            for (String origin : origins) {
                Matcher parts = ORIGIN.matcher(origin);
                require(
                        parts.matches()
                                && (parts.group(2).equals(host)
                                        || parts.group(2).endsWith("." + host))
                                && (parts.group(1).equals("https") || host.equals("localhost")),
                        "rollcall.command.passkey.origins must be https:// and " + host
                                + " or a domain below it, each with its port where it is not 443");
            }
        }

        /** @param port of this process */
        public Set<String> origins(int port) {
            if (!origins.isEmpty()) {
                return origins;
            }
            return host.equals("localhost")
                    ? Set.of("http://localhost:" + port, "https://localhost:" + port)
                    : Set.of("https://" + host);
        }
    }

    private static void require(boolean met, String requirement) {
        if (!met) {
            throw new WrongSetting(requirement + ".");
        }
    }
}
