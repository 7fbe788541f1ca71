package dev.rollcall.resilience.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.access.Assertions;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Assertions in the metadata of messages: whatever is there, only what was signed for this very message is believed. */
public final class AssertionTarget {

    private static final Assertions ASSERTIONS = new Assertions(InstallationKey.random(), Clock.systemUTC(), Map.of());

    private AssertionTarget() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        Map<String, Object> metaData = new HashMap<>(Map.of("actor-kind", "USER", "actor-id", "somebody"));
        Assertions.Subject message = new Assertions.Subject("1", "FindUser", "payload", metaData);
        String signed = String.valueOf(ASSERTIONS.asserted(message).get(Assertions.KEY));
        String text =
                switch (data.consumeInt(0, 3)) {
                    case 0 -> data.consumeRemainingAsString();
                    case 1 ->
                        part(data.consumeString(80)) + "." + part(data.consumeString(200)) + "." + part("signature");
                    case 2 -> signed.replaceFirst("^[^.]*", part(data.consumeRemainingAsString()));
                    default -> signed.replaceFirst("[.][^.]*[.]", "." + part(data.consumeRemainingAsString()) + ".");
                };
        metaData.put(Assertions.KEY, text);
        try {
            ASSERTIONS.verify(new Assertions.Subject("1", "FindUser", "payload", metaData), first -> true);
            if (!text.equals(signed)) {
                throw new IllegalStateException("believed, and not what was signed: " + text);
            }
        } catch (Assertions.Disbelieved refused) {
            // as it should be
        }
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }
}
