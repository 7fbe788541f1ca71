package dev.rollcall.query;

import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserId;
import java.util.UUID;

/** Who appears in the stories. */
public final class Cast {

    private Cast() {}

    public static UserId user(int number) {
        return new UserId(new UUID(0x0190_a000_0000_7000L, 0x8000_0000_0000_0000L + number));
    }

    public static ClientId client(int number) {
        return new ClientId(new UUID(0x0190_c000_0000_7000L, 0x8000_0000_0000_0000L + number));
    }

    public static PasswordId password(int number) {
        return new PasswordId(new UUID(0x0190_d000_0000_7000L, 0x8000_0000_0000_0000L + number));
    }

    public static TokenId tokenId(int number) {
        return new TokenId(new UUID(0x0190_e000_0000_7000L, 0x8000_0000_0000_0000L + number));
    }

    public static TokenReference token(int number) {
        return new TokenReference(tokenId(number), "digest-" + number, "rollcall_client_…%04d".formatted(number), null);
    }

    public static UserCreated created(UserId user, String username) {
        return created(user, username, username + "@example.org", "Given", "Family");
    }

    public static UserCreated created(UserId user, String username, String email, String first, String last) {
        return new UserCreated(
                user,
                username,
                SignInConfiguration.DEFAULT,
                email,
                first,
                last,
                PrimaryRole.QUALITY_ENGINEER,
                false,
                password(1));
    }

    public static ClientProvisioned provisioned(ClientId client, UserId owner, String username, String name) {
        return new ClientProvisioned(client, owner, username, name, ClientType.NORMAL, token(1));
    }
}
