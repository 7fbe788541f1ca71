package dev.rollcall.store;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Fact;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRenamed;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;

/**
 * How many facts a second are read from their stored form, and made into it, with personal data sealed and in clear (revision 1):
 * one thread, in turns, and no database but for the keys. Prints; asserts nothing.
 */
final class DecodeFigures {

    private static final int USERS = 5_000;
    private static final int ROUNDS = 8;

    private record Stored(SerializedObject<byte[]> payload, SerializedObject<byte[]> metaData) {}

    private DecodeFigures() {}

    public static void main(String[] arguments) {
        try (var database = Clusters.database();
                Keeper keeper = new Keeper(database)) {
            FactSerializer serializer = new FactSerializer(new Sealing(keeper.vault));
            List<Fact> facts = facts();
            List<Stored> sealed = new ArrayList<>();
            List<Stored> clear = new ArrayList<>();
            for (Fact fact : facts) {
                sealed.add(sealed(serializer, fact));
                clear.add(clear(serializer, fact));
            }
            double[] read = new double[2];
            double[] written = new double[2];
            for (int round = 0; round < ROUNDS; round++) {
                double first = perSecond(sealed.size(), () -> sealed.forEach(fact -> read(serializer, fact)));
                double second = perSecond(clear.size(), () -> clear.forEach(fact -> read(serializer, fact)));
                double third = perSecond(facts.size(), () -> facts.forEach(fact -> sealed(serializer, fact)));
                double fourth = perSecond(facts.size(), () -> facts.forEach(fact -> clear(serializer, fact)));
                if (round >= ROUNDS / 2) {
                    read[0] += first;
                    read[1] += second;
                    written[0] += third;
                    written[1] += fourth;
                }
            }
            int counted = ROUNDS - ROUNDS / 2;
            System.out.printf(
                    "read: sealed %,.0f/s, clear %,.0f/s, ratio %.2f%nwritten: sealed %,.0f/s, clear %,.0f/s, ratio %.2f%n",
                    read[0] / counted,
                    read[1] / counted,
                    read[0] / read[1],
                    written[0] / counted,
                    written[1] / counted,
                    written[0] / written[1]);
        }
        System.exit(0);
    }

    /** Of ten facts, one creates, two rename, two move, and the others say nothing personal. */
    private static List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            UserId user = new UserId(new UUID(0x0190_c0de_0000_7000L + ((long) i << 20), i));
            facts.add(new UserCreated(
                    user,
                    "user." + i,
                    SignInConfiguration.LDAP,
                    "user." + i + "@example.org",
                    "Grace",
                    "Example",
                    PrimaryRole.QUALITY_ENGINEER,
                    false,
                    null));
            for (int j = 0; j < 2; j++) {
                facts.add(new UserRenamed(user, "Grace", "Example" + j));
                facts.add(new UserEmailChanged(user, "other" + j + "." + i + "@example.org"));
            }
            for (int j = 0; j < 5; j++) {
                facts.add(new PrimaryRoleChanged(user, PrimaryRole.values()[j % 3]));
            }
        }
        return facts;
    }

    private static final MetaData BY = MetaData.from(new Provenance(
                    new Actor(
                            Actor.Kind.USER,
                            "0190c0de-0000-7000-8000-000000000001",
                            "anna",
                            List.of("QUALITY_MANAGER", "ADMIN")),
                    Via.API,
                    "0190c0de-0000-7000-8000-000000000009")
            .toMetaData());

    private static Stored sealed(FactSerializer serializer, Fact fact) {
        return new Stored(serializer.serialize(fact, byte[].class), serializer.serialize(BY, byte[].class));
    }

    /** As it was written before. */
    private static Stored clear(FactSerializer serializer, Fact fact) {
        byte[] payload = PLAIN.writeValueAsBytes(fact);
        byte[] metaData = PLAIN.writeValueAsBytes(BY);
        return new Stored(
                new SimpleSerializedObject<>(
                        payload,
                        byte[].class,
                        serializer.typeForClass(fact.getClass()).getName(),
                        "1"),
                new SimpleSerializedObject<>(metaData, byte[].class, MetaData.class.getName(), null));
    }

    private static final tools.jackson.databind.json.JsonMapper PLAIN =
            tools.jackson.databind.json.JsonMapper.builder().build();

    private static void read(FactSerializer serializer, Stored stored) {
        Object fact = serializer.deserialize(stored.payload());
        Object metaData = serializer.deserialize(stored.metaData());
        if (fact == null || metaData == null) {
            throw new IllegalStateException("nothing was read");
        }
    }

    private static double perSecond(int facts, Runnable work) {
        long start = System.nanoTime();
        work.run();
        return facts * 1e9 / (System.nanoTime() - start);
    }
}
