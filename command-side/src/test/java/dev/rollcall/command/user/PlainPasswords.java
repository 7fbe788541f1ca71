package dev.rollcall.command.user;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Passwords in the open, for stories that are not about hashing. Those it keeps are numbered from 1,001. */
class PlainPasswords implements Passwords {

    final InstallationKey key = InstallationKey.random();
    final Map<PasswordId, String> kept = new LinkedHashMap<>();
    final List<UserId> doubted = new ArrayList<>();
    final List<PasswordId> forgotten = new ArrayList<>();
    private long next = 1_001;

    static PasswordId numbered(long number) {
        return new PasswordId(new UUID(0x0195a00000007000L, 0x8000000000000000L | number));
    }

    /** A password the user has had already. */
    PasswordId had(long number, String clear) {
        PasswordId id = numbered(number);
        kept.put(id, clear);
        return id;
    }

    Sealed seal(String clear) {
        return key.seal(clear);
    }

    @Override
    public String open(Sealed sealed) {
        return key.open(sealed).isBlank() ? "" : key.open(sealed);
    }

    @Override
    public PasswordId keep(UserId user, String clear) {
        return had(next++, clear);
    }

    @Override
    public boolean matches(PasswordId password, String clear) {
        return clear.equals(kept.get(password));
    }

    @Override
    public boolean matchesNothing(String clear) {
        return false;
    }

    @Override
    public void doubt(UserId user) {
        doubted.add(user);
    }

    @Override
    public void forget(List<PasswordId> surplus) {
        forgotten.addAll(surplus);
    }
}
