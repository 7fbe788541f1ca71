package dev.rollcall.resilience.parse;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.service.ServiceSecret;

/** Tokens of clients and secrets of service accounts, as anybody may present them. */
public final class SecretTarget {

    private SecretTarget() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        String rest = data.consumeRemainingAsString();
        for (String text : new String[] {rest, PresentedToken.PREFIX + rest, "rollcall_service_" + rest}) {
            PresentedToken.parse(text).ifPresent(token -> same(text, token.clear(), token.toString()));
            ServiceSecret.parse(text).ifPresent(secret -> same(text, secret.clear(), secret.toString()));
        }
    }

    private static void same(String presented, String read, String shown) {
        if (!presented.equals(read)) {
            throw new IllegalStateException("read as another one than was presented");
        }
        if (shown.contains(presented)) {
            throw new IllegalStateException("shown in clear");
        }
    }
}
