package dev.rollcall.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.Base64URL;
import dev.rollcall.api.InstallationKey;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The key that access tokens are signed with: P-256, derived from the installation key, so that every process has the same one
 * and a restart changes nothing. Named by its thumbprint (RFC 7638).
 */
final class SigningKey {

    private SigningKey() {}

    static ECKey of(InstallationKey installation) {
        // twice as long as the order, so that taking the rest favours no number (FIPS 186-5, A.2.1)
        byte[] random = ByteBuffer.allocate(64)
                .put(installation.derive("access-token 1"))
                .put(installation.derive("access-token 2"))
                .array();
        var curve = ECNamedCurveTable.getParameterSpec("P-256");
        BigInteger secret = new BigInteger(1, random)
                .mod(curve.getN().subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        ECPoint point = curve.getG().multiply(secret).normalize();
        try {
            return new ECKey.Builder(
                            Curve.P_256,
                            coordinate(point.getAffineXCoord().toBigInteger()),
                            coordinate(point.getAffineYCoord().toBigInteger()))
                    .d(coordinate(secret))
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint()
                    .build();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", impossible);
        }
    }

    private static Base64URL coordinate(BigInteger number) {
        return ECKey.encodeCoordinate(
                Curve.P_256.toECParameterSpec().getCurve().getField().getFieldSize(), number);
    }
}
