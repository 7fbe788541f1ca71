package dev.rollcall.web;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Position;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.UserId;
import dev.rollcall.web.console.ConsoleRoom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.Ordered;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The room that shows: everything of the HTTP interface that a process needs to play it. */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration",
            "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration",
            "org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springdoc.core.configuration.SpringDocConfiguration",
            "org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration",
            "org.springdoc.webmvc.ui.SwaggerConfig"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnExpression("'${rollcall.roles:command,query,web}'.contains('web')")
@EnableConfigurationProperties({WebDefaults.class, TokenDefaults.class, OidcDefaults.class})
@PropertySource("classpath:dev/rollcall/web/room.properties")
@Import({
    ConsoleRoom.class,
    Documentation.class,
    Doors.class,
    ConsoleDoor.class,
    SignInConsole.class,
    PasswordConsole.class,
    PasskeyConsole.class,
    LiveConsole.class,
    Problems.class,
    LastResort.class,
    UserApi.class,
    UserUpdateApi.class,
    ClientApi.class,
    ClientCommandApi.class,
    TokenApi.class,
    AuditApi.class,
    ServiceAccountApi.class,
    ProjectionApi.class,
    DeadLetterApi.class,
})
class WebRoom {

    @Bean
    Identifiers identifiers() {
        return new Identifiers();
    }

    @Bean
    Json json() {
        return new Json();
    }

    @Bean
    ProblemWriter problemWriter(Json json, Identifiers identifiers) {
        return new ProblemWriter(json, identifiers);
    }

    @Bean
    Answers answers(Json json, InstallationKey key) {
        return new Answers(json, key);
    }

    @Bean
    Courier courier(
            CommandGateway commands,
            QueryGateway queries,
            InstallationKey key,
            Assertions assertions,
            WebDefaults defaults) {
        return new Courier(commands, queries, key, assertions, defaults.deadline());
    }

    @Bean
    Followers<RebuildView> rebuildFollowers(Courier courier, WebDefaults defaults) {
        return RebuildViewers.followers(courier, defaults.mostViewers(), defaults.heartbeat());
    }

    @Bean
    RebuildViewers rebuildViewers(Followers<RebuildView> followers) {
        return new RebuildViewers(followers);
    }

    @Bean
    Followers<Position> auditFollowers(Courier courier, WebDefaults defaults) {
        return FactFollowers.followers(courier, defaults.mostViewers(), defaults.heartbeat());
    }

    @Bean
    FactFollowers factFollowers(Followers<Position> followers, Courier courier) {
        return new FactFollowers(followers, courier);
    }

    @Bean
    FactExport factExport(Courier courier, Json json) {
        return new FactExport(courier, json);
    }

    @Bean
    BasicSignIn basicSignIn(Courier courier, InstallationKey key) {
        return new BasicSignIn(courier, key);
    }

    @Bean
    Sessions consoleSessions(Courier courier, InstallationKey key) {
        return new Sessions(courier, key);
    }

    @Bean
    FormTokens formTokens(Sessions consoleSessions, InstallationKey key) {
        return new FormTokens(consoleSessions, key);
    }

    @Bean
    AccessTokens accessTokens(InstallationKey key, TokenDefaults defaults, Clock clock) {
        return new AccessTokens(key, defaults, clock);
    }

    @Bean
    TokenEndpoint tokenEndpoint(AccessTokens tokens, Courier courier, InstallationKey key, Json json) {
        return new TokenEndpoint(tokens, courier, key, json);
    }

    @Bean
    BearerSignIn bearerSignIn(AccessTokens tokens, OidcDefaults oidc, Courier courier, Clock clock) {
        return new BearerSignIn(tokens, oidc, courier, clock);
    }

    @Bean
    Arguments arguments(Json json, InstallationKey key, WebDefaults defaults) {
        return new Arguments(
                new BodyReader(json, key), (int) defaults.largestBody().toBytes());
    }

    @Bean
    FilterRegistrationBean<Correlation> correlation(Identifiers identifiers) {
        FilterRegistrationBean<Correlation> filter = new FilterRegistrationBean<>(new Correlation(identifiers));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerProblems() {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ContainerProblems.class.getName());
            }
        });
    }

    @Bean
    Encryption encryption() {
        return new Encryption();
    }

    @Bean
    WebMvcConfigurer reading(Arguments arguments) {
        return new WebMvcConfigurer() {
            @Override
            public void addFormatters(FormatterRegistry registry) {
                registry.addConverter(String.class, UserId.class, UserId::parse);
                registry.addConverter(String.class, PasskeyId.class, PasskeyId::parse);
                registry.addConverter(String.class, ClientId.class, ClientId::parse);
                registry.addConverter(String.class, ServiceAccountId.class, ServiceAccountId::parse);
                registry.addConverter(String.class, Instant.class, Moments::parse);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(arguments);
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new KnownParameters());
            }
        };
    }
}
