package dev.rollcall.command.claim;

import java.text.Normalizer;
import java.util.Locale;

/** What has to be unique in an installation, regardless of case. */
public enum ClaimKind {
    USERNAME,
    EMAIL,
    CLIENT_NAME,
    SERVICE_NAME,
    /** Under which name the issuer that the installation trusts knows a service account. */
    EXTERNAL_SUBJECT;

    /** The one form of all values that count as the same. */
    public String normalised(String value) {
        // Upper case first: it folds what lower case alone keeps apart, such as the two small sigmas.
        String folded = Normalizer.normalize(value.strip(), Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }
}
