package dev.rollcall.web;

import dev.rollcall.api.Position;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.user.UserId;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.oas.models.security.OAuthFlows;
import io.swagger.v3.oas.models.security.Scopes;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.webjars.WebJarVersionLocator;

/** The interface described for programs (OpenAPI 3.1) and for people; made of what there is, so that it stays true. */
@Configuration(proxyBeanMethods = false)
class Documentation {

    static final String PASSWORD = "password";
    static final String CLIENT_TOKEN = "clientToken";

    private static final String ASSETS = "classpath:/META-INF/resources/webjars/swagger-ui/";
    static final String SERVICE = "serviceAccount";
    private static final String PAGES = "classpath:/dev/rollcall/web/docs/";

    static {
        Map<Class<?>, Schema<?>> schemas = Map.of(
                UserId.class, text("uuid"),
                ClientId.class, text("uuid"),
                ServiceAccountId.class, text("uuid"),
                TokenId.class, text("uuid"),
                Sealed.class, text("password"),
                Position.class, text(null).pattern("\\d{1,19}(\\.\\d{1,19}){0,2}"),
                PresentedToken.class, text(null).pattern("rollcall_client_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}"),
                Duration.class, text("duration"),
                Reason.class, text(null).maxLength(Reason.LONGEST));
        schemas.forEach((type, schema) -> SpringDocUtils.getConfig().replaceWithSchema(type, schema));
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Call.class, Body.class, HttpServletRequest.class);
    }

    private static Schema<?> text(@org.jspecify.annotations.Nullable String format) {
        return new JsonSchema().typesItem("string").format(format);
    }

    @Bean
    OpenAPI rollcall(DocumentedWords words) {
        Components components = new Components()
                .addSecuritySchemes(
                        PASSWORD,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("basic")
                                .description(words.of("security.password")))
                .addSecuritySchemes(
                        CLIENT_TOKEN,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(words.of("security.clientToken")))
                .addSecuritySchemes(
                        SERVICE,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.OAUTH2)
                                .description(words.of("security.serviceAccount"))
                                .flows(new OAuthFlows()
                                        .clientCredentials(new OAuthFlow()
                                                .tokenUrl(TokenEndpoint.TOKEN)
                                                .scopes(scopes()))));
        return new OpenAPI()
                .info(new Info().title("Rollcall").version("1").description(words.of("interface")))
                .servers(List.of(new Server().url("/").description("this one")))
                .tags(List.of("Users", "Clients", "Tokens", "Service accounts", "Audit", "Projections").stream()
                        .map(name -> new Tag().name(name).description(words.of("tag." + name)))
                        .toList())
                .addSecurityItem(new SecurityRequirement().addList(PASSWORD))
                .addSecurityItem(new SecurityRequirement().addList(SERVICE))
                .components(components);
    }

    private static Scopes scopes() {
        Scopes scopes = new Scopes();
        for (Scope scope : Scope.values()) {
            scopes.addString(scope.text(), scope.text());
        }
        return scopes;
    }

    @Bean
    DocumentedWords documentedWords(Json json) throws IOException {
        return new DocumentedWords(json);
    }

    @Bean
    DocumentedOperations documentedOperations(DocumentedWords words) {
        return new DocumentedOperations(words);
    }

    @Bean
    DocumentedShapes documentedShapes(DocumentedWords words) {
        return new DocumentedShapes(words);
    }

    @Bean
    WebMvcConfigurer documentationPages() {
        String version = new WebJarVersionLocator().version("swagger-ui");
        return new WebMvcConfigurer() {
            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                registry.addResourceHandler("/api/docs/**")
                        .addResourceLocations(PAGES, ASSETS + version + "/")
                        .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)));
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new Encoded())
                        .addPathPatterns("/api/docs/*.html", "/api/docs/*.css", "/api/docs/*.js");
            }

            @Override
            public void addViewControllers(ViewControllerRegistry registry) {
                registry.addRedirectViewController("/", ConsoleDoor.CONSOLE);
                registry.addViewController("/api/docs").setViewName("forward:/api/docs/page.html");
            }
        };
    }

    /** Files of text say how they are encoded. */
    private static final class Encoded implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            return true;
        }
    }
}
