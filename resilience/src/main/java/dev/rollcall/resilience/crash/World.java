package dev.rollcall.resilience.crash;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the callers believe there is, learnt from answers, and what they want next. It may be behind, so some wishes are
 * refused: they are to leave no trace.
 */
final class World {

    private static final int MOST_USERS = 150;
    private static final int MOST_CLIENTS = 300;

    private record Account(String id, long version, String role) {}

    private record Machine(
            String id,
            String owner,
            String status,
            @Nullable String token,
            long version) {}

    private final Known<Account> accounts = new Known<>();
    private final Known<Machine> machines = new Known<>();
    private final AtomicLong numbers = new AtomicLong();

    /** The next errand of a caller. */
    Errand next(Random random) {
        int dice = random.nextInt(100);
        Optional<Account> account = accounts.any(random);
        Optional<Machine> machine = machines.any(random);
        if (account.isEmpty() || (dice < 8 && accounts.size() < MOST_USERS)) {
            return createUser(random);
        }
        if (machine.isEmpty() || (dice < 22 && machines.size() < MOST_CLIENTS)) {
            return provision(random, account.get());
        }
        return dice < 50 ? edit(random, account.get()) : act(random, account.get(), machine.get());
    }

    private Errand createUser(Random random) {
        long number = numbers.incrementAndGet();
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("username", "crash" + number);
        // now and then an address that is taken
        user.put("email", email(random.nextInt(8) == 0 ? Math.max(1, number / 2) : number));
        user.put("firstName", "First");
        user.put("lastName", "Last " + number);
        user.put("primaryRole", "QUALITY_ENGINEER");
        if (random.nextInt(10) == 0) {
            user.put("configuration", "DEFAULT");
            user.put("password", "Crash-Passw0rd-" + number);
            user.put("confirmPassword", "Crash-Passw0rd-" + number);
        } else {
            user.put("configuration", random.nextBoolean() ? "LDAP" : "SAML");
        }
        return new Errand(number, 1, Wish.CREATE_USER, Ask.post("/users", user), "");
    }

    private Errand provision(Random random, Account owner) {
        long number = numbers.incrementAndGet();
        long name = random.nextInt(8) == 0 ? Math.max(1, number / 2) : number;
        Map<String, Object> client =
                Map.of("name", "Client " + name, "type", random.nextBoolean() ? "NORMAL" : "CI_CD");
        return new Errand(number, 1, Wish.PROVISION, Ask.post("/users/" + owner.id() + "/clients", client), "");
    }

    private Errand edit(Random random, Account account) {
        long number = numbers.incrementAndGet();
        Map<String, Object> patch = new LinkedHashMap<>();
        Wish wish =
                switch (random.nextInt(20)) {
                    case 0, 1, 2, 3, 4, 5 -> {
                        patch.put("email", email(random.nextInt(6) == 0 ? Math.max(1, number / 2) : number));
                        yield Wish.EDIT_EMAIL;
                    }
                    case 6, 7, 8, 9 -> {
                        patch.put("email", email(number));
                        patch.put("firstName", "Both " + number);
                        yield Wish.EDIT_NAMES_AND_EMAIL;
                    }
                    case 10, 11, 12, 13 -> {
                        patch.put(
                                "primaryRole",
                                account.role().equals("QUALITY_LEAD") ? "QUALITY_ENGINEER" : "QUALITY_LEAD");
                        yield Wish.EDIT_ROLE;
                    }
                    default -> {
                        patch.put("lastName", random.nextInt(15) == 0 ? "never <" + number + ">" : "Edited " + number);
                        yield Wish.EDIT_NAMES;
                    }
                };
        Ask ask = Ask.patch("/users/" + account.id(), patch).ifMatch(account.version());
        return new Errand(number, 1, wish, ask, account.id());
    }

    private Errand act(Random random, Account account, Machine machine) {
        long number = numbers.incrementAndGet();
        String client = "/clients/" + machine.id();
        int dice = random.nextInt(100);
        if (dice < 3 && accounts.size() > 20) {
            accounts.forget(account.id());
            Ask ask = Ask.delete("/users/" + account.id()).ifMatch(account.version());
            return new Errand(number, 1, Wish.REMOVE_USER, ask, account.id());
        }
        if (dice < 10 && machines.size() > 20) {
            machines.forget(machine.id());
            return errand(number, Wish.REMOVE_CLIENT, Ask.delete(client).ifMatch(machine.version()), machine);
        }
        if (dice < 18) {
            Ask ask = Ask.patch(client, Map.of("name", "renamed " + number)).ifMatch(machine.version());
            return errand(number, Wish.RENAME_CLIENT, ask, machine);
        }
        if (dice < 25 && !account.id().equals(machine.owner())) {
            Ask ask = Ask.patch(client, Map.of("userId", account.id())).ifMatch(machine.version());
            return errand(number, Wish.REASSIGN_CLIENT, ask, machine);
        }
        Optional<Account> owner = accounts.get(machine.owner());
        if (dice < 35 && owner.isPresent() && !machine.status().equals("DEREGISTERED")) {
            return updateBoth(number, owner.get(), machine);
        }
        return follow(number, machine, client, dice);
    }

    /** What the status of the client suggests, and now and then what it forbids. */
    private Errand follow(long number, Machine machine, String client, int dice) {
        String token = machine.token();
        if (token != null && dice < 65) {
            Ask register = Ask.post("/clients/register", Map.of("token", token, "hostName", "host-" + number));
            return errand(number, Wish.REGISTER, register, machine);
        }
        boolean forbidden = dice >= 97;
        if (machine.status().equals("DEREGISTERED") != forbidden) {
            return errand(number, Wish.REREGISTER, Ask.post(client + "/reregister"), machine);
        }
        if (dice % 2 == 0) {
            return errand(number, Wish.DEREGISTER, Ask.post(client + "/deregister", Map.of("reason", "run")), machine);
        }
        return errand(number, Wish.REPROVISION, Ask.post(client + "/reprovision"), machine);
    }

    private static Errand updateBoth(long number, Account owner, Machine machine) {
        Map<String, Object> body = Map.of(
                "details",
                Map.of("lastName", "Updated " + number),
                "clients",
                List.of(Map.of("clientId", machine.id(), "action", "DEREGISTER")));
        Ask ask = Ask.post("/users/" + owner.id() + "/update", body).ifMatch(owner.version());
        return new Errand(number, 1, Wish.UPDATE_USER_AND_CLIENT, ask, owner.id());
    }

    private static Errand errand(long number, Wish wish, Ask ask, Machine machine) {
        return new Errand(number, 1, wish, ask, machine.id());
    }

    private static String email(long number) {
        return "crash" + number + "@example.org";
    }

    /** Takes over what an answer, or a look at the subject, shows. */
    void learn(Answer answer) {
        String client = answer.text("clientId");
        String user = answer.text("userId");
        long version = answer.body().path("version").asLong(0);
        if (!client.isEmpty()) {
            String issued = answer.body().path("token").path("value").asString("");
            String known = machines.get(client).map(Machine::token).orElse(null);
            machines.put(
                    client,
                    new Machine(client, user, answer.text("status"), issued.isEmpty() ? known : issued, version));
        } else if (!user.isEmpty()) {
            accounts.put(user, new Account(user, version, answer.text("primaryRole")));
        }
    }

    void forget(String subject) {
        accounts.forget(subject);
        machines.forget(subject);
    }

    boolean knowsUser(String subject) {
        return accounts.get(subject).isPresent();
    }
}
