package dev.rollcall.command;

import dev.rollcall.api.PersonalKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what is asked of the keys; holds none. That they do what they say, the room that keeps them shows. */
public final class NotedKeys implements PersonalKeys {

    public final List<String> asked = new CopyOnWriteArrayList<>();
    public final List<UUID> made = new CopyOnWriteArrayList<>();
    public volatile boolean outOfReach;
    private final Set<String> announced = new ConcurrentSkipListSet<>();
    private final Set<String> destroyed = new ConcurrentSkipListSet<>();
    private final Set<String> left = new ConcurrentSkipListSet<>();

    /** In pages of one. */
    @Override
    public List<UUID> unsettled(UUID after, Duration ago) {
        return made.stream()
                .filter(user -> user.compareTo(after) > 0)
                .sorted()
                .limit(1)
                .toList();
    }

    @Override
    public void settle(List<UUID> users) {
        users.forEach(user -> asked.add("settle " + user));
    }

    @Override
    public void doubt(List<UUID> users, Duration patience) {
        users.forEach(user -> asked.add("doubt " + user));
    }

    @Override
    public void announce(UUID user) {
        asked.add("announce " + user);
        announced.add(user.toString());
    }

    @Override
    public void withdraw(UUID user) {
        asked.add("withdraw " + user);
        announced.remove(user.toString());
    }

    @Override
    public List<UUID> announced(Duration ago) {
        return ago.isZero() ? users(announced) : List.of();
    }

    @Override
    public void destroy(UUID user) {
        if (outOfReach) {
            throw new IllegalStateException("the keys are out of reach");
        }
        asked.add("destroy " + user);
        announced.remove(user.toString());
        destroyed.add(user.toString());
        left.add(user.toString());
    }

    @Override
    public List<UUID> destroyed() {
        return users(destroyed);
    }

    @Override
    public List<UUID> left(Room room, Duration ago) {
        return users(left);
    }

    @Override
    public void cleared(Room room, UUID user) {
        asked.add("cleared " + user);
        left.remove(user.toString());
    }

    private static List<UUID> users(Set<String> ids) {
        return new ArrayList<>(ids.stream().map(UUID::fromString).toList());
    }
}
