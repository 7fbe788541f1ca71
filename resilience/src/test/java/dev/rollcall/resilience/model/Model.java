package dev.rollcall.resilience.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;

/**
 * What there should be: the plainest possible account of users, clients, unique values and administrators. Has values of a
 * name space of its own, few of each, so that they meet.
 */
final class Model {

    static final List<String> ROLES = List.of("QUALITY_MANAGER", "QUALITY_LEAD", "QUALITY_ENGINEER");
    static final String ROOT = "admin";

    final String space;
    final ModelUser root;
    /** Everybody there ever was, root first. */
    final List<ModelUser> users = new ArrayList<>();

    final List<ModelClient> clients = new ArrayList<>();

    Model(String space, ModelUser root) {
        this.space = space;
        this.root = root;
        users.add(root);
    }

    List<ModelUser> living() {
        return users.stream().filter(user -> !user.removed).toList();
    }

    List<ModelClient> clientsOf(ModelUser user) {
        return clients.stream()
                .filter(client -> client.owner == user && !client.removed)
                .toList();
    }

    boolean taken(Predicate<ModelUser> value, ModelUser but) {
        return living().stream().anyMatch(user -> user != but && value.test(user));
    }

    boolean emailTaken(String email, ModelUser but) {
        return taken(user -> user.email.equalsIgnoreCase(email), but);
    }

    boolean usernameTaken(String username) {
        return taken(user -> user.username.equalsIgnoreCase(username), null);
    }

    boolean clientNameTaken(String name, ModelClient but) {
        return clients.stream()
                .anyMatch(client -> client != but && !client.removed && client.name.equals(stored(name)));
    }

    /** Names of clients are kept trimmed and in lower case. */
    static String stored(String clientName) {
        return clientName.strip().toLowerCase(Locale.ROOT);
    }

    List<ModelUser> administrators() {
        return users.stream().filter(ModelUser::administrator).toList();
    }

    /** Whether somebody could still administer, and be asked to by this test, without this one. */
    boolean steerableWithout(ModelUser user) {
        return administrators().stream().anyMatch(one -> one != user && one.canSignIn());
    }

    boolean lastAdministrator(ModelUser user) {
        return administrators().equals(List.of(user));
    }

    ModelUser anyUser(Random dice) {
        return dice.nextInt(12) == 0 ? pick(dice, users) : pick(dice, living());
    }

    ModelClient anyClient(Random dice) {
        List<ModelClient> living =
                clients.stream().filter(client -> !client.removed).toList();
        return living.isEmpty() || dice.nextInt(12) == 0 ? pick(dice, clients) : pick(dice, living);
    }

    /** Mostly an administrator, now and then somebody who is none. */
    ModelUser anyActor(Random dice) {
        List<ModelUser> actors = living().stream()
                .filter(ModelUser::canSignIn)
                .filter(user -> user.administrator() || dice.nextInt(10) == 0)
                .toList();
        return pick(dice, actors);
    }

    String username(Random dice) {
        return anyCase(dice, space + "-" + letter(dice, 10));
    }

    String email(Random dice) {
        return anyCase(dice, space + "-" + letter(dice, 10) + "@example.org");
    }

    String clientName(Random dice) {
        String name = anyCase(dice, space + " client " + letter(dice, 8));
        return dice.nextInt(6) == 0 ? "  " + name + " " : name;
    }

    String personName(Random dice) {
        return pick(dice, List.of("Ann", "Bob", " Cy ", "Dörte", "Éva", "O'Neill", "李"));
    }

    String badName(Random dice) {
        return pick(dice, List.of("", "   ", "a<b", "tab\there", "x".repeat(101), "50%", "a\\b"));
    }

    String password(Random dice) {
        return "Model-Passw0rd-" + letter(dice, 8);
    }

    private static char letter(Random dice, int among) {
        return (char) ('a' + dice.nextInt(among));
    }

    private static String anyCase(Random dice, String value) {
        return dice.nextInt(5) == 0 ? value.toUpperCase(Locale.ROOT) : value;
    }

    static <T> T pick(Random dice, List<T> from) {
        return from.get(dice.nextInt(from.size()));
    }
}
