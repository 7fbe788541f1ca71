package dev.rollcall.command.user;

import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.UserId;
import java.util.ArrayList;
import java.util.List;

/** What was asked of the rows of passkeys. */
final class PlainPasskeys implements Passkeys {

    final List<UserId> doubted = new ArrayList<>();
    final List<PasskeyId> forgotten = new ArrayList<>();

    @Override
    public void doubt(UserId user) {
        doubted.add(user);
    }

    @Override
    public void forget(List<PasskeyId> surplus) {
        forgotten.addAll(surplus);
    }
}
