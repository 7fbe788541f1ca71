package dev.rollcall.app;

import java.util.Arrays;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who gets in where the room that shows is not played: such a process knows nobody who could sign in, and says over HTTP only
 * how it is doing. Its port is for the machines beside it, never for the outside.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${rollcall.roles:command,query,web}'.contains('web')")
class InnerDoors {

    static final String NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String[] OPEN = {
        "/actuator/health", "/actuator/health/readiness", "/actuator/health/liveness", "/actuator/prometheus"
    };

    @Bean
    SecurityFilterChain inner(HttpSecurity http) throws Exception {
        http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(NO_PAGE))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(
                        requests -> Arrays.stream(OPEN).forEach(path -> requests.requestMatchers(HttpMethod.GET, path)
                                .permitAll()))
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll());
        return http.build();
    }
}
