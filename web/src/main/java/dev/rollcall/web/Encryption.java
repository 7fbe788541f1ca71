package dev.rollcall.web;

import org.apache.tomcat.util.net.SSLHostConfig;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * How TLS is spoken where it is: in no older version than 1.2, the newest that the caller knows, with suites that give forward secrecy
 * and authenticate what they encrypt (RFC 9325), the strongest first. Whoever sets {@code server.ssl.enabled-protocols} or {@code
 * server.ssl.ciphers} chooses otherwise.
 */
final class Encryption implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] SUITES = {
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
    };

    @Override
    public void customize(TomcatServletWebServerFactory tomcat) {
        Ssl ssl = tomcat.getSsl();
        if (ssl == null || !ssl.isEnabled()) {
            return;
        }
        if (ssl.getEnabledProtocols() == null) {
            ssl.setEnabledProtocols(VERSIONS);
        }
        if (ssl.getCiphers() == null) {
            ssl.setCiphers(SUITES);
        }
        tomcat.addConnectorCustomizers(connector -> {
            for (SSLHostConfig host : connector.findSslHostConfigs()) {
                host.setHonorCipherOrder(true);
            }
        });
    }
}
