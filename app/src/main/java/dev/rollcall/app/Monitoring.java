package dev.rollcall.app;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.EndpointMapping;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.webmvc.actuate.endpoint.web.AbstractWebMvcEndpointHandlerMapping;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The port of its own that health and metrics have: nothing else is there, and of them the health alone is at the port of the
 * interface as well, where whoever sends requests looks for it.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(Monitoring.Apart.class)
class Monitoring {

    static final String PORT = "management.server.port";
    static final String ADDRESS = "management.server.address";

    private static final String OPENED = "local.management.port";

    private final Environment environment;
    private volatile @Nullable Integer opened;

    Monitoring(Environment environment) {
        this.environment = environment;
    }

    static boolean isApart(Environment environment) {
        return ManagementPortType.get(environment) != ManagementPortType.SAME;
    }

    /** The filters of all doors stand before this port too, and some of them answer by themselves. */
    @Bean
    @Order(0)
    SecurityFilterChain nothingBesideMonitoring(HttpSecurity http) throws Exception {
        RequestMatcher elsewhere = request ->
                isOwnPort(request.getLocalPort()) && !request.getRequestURI().startsWith("/actuator/");
        http.securityMatcher(elsewhere)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(
                        headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(InnerDoors.NO_PAGE)))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.NOT_FOUND)))
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll());
        return http.build();
    }

    private boolean isOwnPort(int port) {
        Integer known = opened;
        if (known == null) {
            known = environment.getProperty(OPENED, Integer.class);
            opened = known;
        }
        return known != null && known == port;
    }

    @Bean
    HealthAtTheInterface healthAtTheInterface(
            WebEndpointsSupplier endpoints, EndpointMediaTypes mediaTypes, WebEndpointProperties properties) {
        return new HealthAtTheInterface(
                new EndpointMapping(properties.getBasePath()),
                endpoints.getEndpoints().stream()
                        .filter(endpoint -> endpoint.getEndpointId().equals(EndpointId.of("health")))
                        .toList(),
                mediaTypes);
    }

    /** Of a type of its own: where there is one of Spring Boot's, that leaves the other port without any. */
    static final class HealthAtTheInterface extends AbstractWebMvcEndpointHandlerMapping {

        HealthAtTheInterface(EndpointMapping place, List<ExposableWebEndpoint> health, EndpointMediaTypes mediaTypes) {
            super(place, health, mediaTypes, false);
        }

        /** There is no page of links. */
        @Override
        protected LinksHandler getLinksHandler() {
            return (request, response) -> Map.of();
        }
    }

    /** Unless somebody gave it the port of the interface. */
    static final class Apart implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isApart(context.getEnvironment());
        }
    }
}
