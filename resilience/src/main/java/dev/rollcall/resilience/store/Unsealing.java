package dev.rollcall.resilience.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the personal data in facts with the keys of an installation, worked out here and by nothing of the program. */
final class Unsealing {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Map<String, byte[]> keys = new HashMap<>();

    /** @param installationKey in Base64 */
    Unsealing(Connection connection, String installationKey) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select user_id::text, wrapped from vault.user_key where wrapped is not null")) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(installationKey), "HmacSHA256"));
            byte[] wrapping = mac.doFinal("rollcall:wrap\1".getBytes(UTF_8));
            while (row.next()) {
                keys.put(row.getString(1), open(wrapping, row.getBytes(2), row.getString(1)));
            }
        } catch (SQLException | GeneralSecurityException unreadable) {
            throw new IllegalStateException("cannot read the keys", unreadable);
        }
    }

    void unseal(String fact, ObjectNode payload) {
        List<String> fields = new ArrayList<>(payload.propertyNames());
        for (String field : fields) {
            JsonNode sealed = payload.path(field);
            if (sealed.has("box")) {
                payload.put(
                        field,
                        text(
                                fact + "|" + field,
                                sealed.path("of").asString(),
                                sealed.path("box").asString()));
            }
        }
    }

    private String text(String place, String user, String box) {
        byte[] key = keys.get(user);
        if (key == null || box.isEmpty()) {
            return "erased";
        }
        try {
            return new String(open(key, Base64.getDecoder().decode(box), place + "|" + user), UTF_8);
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("cannot read " + place + " of " + user, unreadable);
        }
    }

    private static byte[] open(byte[] key, byte[] box, String bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, box, 0, NONCE));
        cipher.updateAAD(bound.getBytes(UTF_8));
        return cipher.doFinal(box, NONCE, box.length - NONCE);
    }
}
