package dev.rollcall.command.user;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.ChangeOwnPassword;
import dev.rollcall.command.claim.Rosters;
import dev.rollcall.command.field.FieldErrors;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;

/** Another password, taken by whose it is. The present one is proved as for a sign-in, and guessing it is counted as one. */
final class OwnPasswords {

    private final SourcedUsers users;
    private final Repository<User> repository;
    private final SignIns signIns;
    private final Credentials credentials;
    private final Rosters rosters;

    OwnPasswords(
            SourcedUsers users,
            Repository<User> repository,
            SignIns signIns,
            Credentials credentials,
            Rosters rosters) {
        this.users = users;
        this.repository = repository;
        this.signIns = signIns;
        this.credentials = credentials;
        this.rosters = rosters;
    }

    @CommandHandler
    Accepted decide(ChangeOwnPassword command) {
        UserState before = users.current(command.user()).orElseThrow(() -> new Rejected(Rejection.USER_NOT_FOUND));
        FieldErrors errors = new FieldErrors();
        String wanted = credentials.wanted(errors, command.password(), command.confirmPassword());
        credentials.refuseNames(
                errors, wanted, before.username(), before.firstName(), before.lastName(), before.email());
        if (wanted.isEmpty()) {
            errors.required(Credentials.PASSWORD);
        }
        // what can be seen without the present password is told without it
        errors.refuseAny();
        UserState proved = signIns.admit(before.username(), command.current(), command.address(), null);
        return repository
                .load(command.user().toString())
                .invoke(user -> user.takePassword(wanted, proved.fresh(), credentials, rosters));
    }
}
