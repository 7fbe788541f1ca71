package dev.rollcall.app;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells whoever started the program where to go on. */
@Component
final class Welcome implements ApplicationListener<ApplicationReadyEvent> {

    @Override
    public void onApplicationEvent(ApplicationReadyEvent started) {
        if (started.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null) {
            Environment environment = web.getEnvironment();
            String address = "http://localhost:" + web.getWebServer().getPort()
                    + environment.getProperty("server.servlet.context-path", "");
            System.out.println(
                    Roles.of(environment).contains(Roles.WEB)
                            ? "Rollcall runs: " + address + "/console. Its interface for programs: " + address
                                    + "/api/docs"
                            : "Rollcall runs as " + Roles.written(Roles.of(environment)) + ". How it is doing: "
                                    + address + "/actuator/health/readiness");
            String monitoring = environment.getProperty("local.management.port");
            if (monitoring != null && Monitoring.isApart(environment)) {
                System.out.println("Its health and metrics: http://" + environment.getProperty(Monitoring.ADDRESS) + ":"
                        + monitoring + "/actuator/prometheus");
            }
        }
    }
}
