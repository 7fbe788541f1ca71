package dev.rollcall.store;

import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;

/** The key of each user, while there is one. */
interface UserKeys {

    /** The key to write with, made where there is none yet; empty once it was destroyed. */
    Optional<SecretKey> forWriting(UUID user);

    /** The key to read with; empty once it was destroyed. Refuses ({@link KeyMissing}) where there never was one. */
    Optional<SecretKey> forReading(UUID user);
}
