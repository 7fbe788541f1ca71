package dev.rollcall.bare;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers one request by asking its database one question: as little as a web application with a database can be. */
@SpringBootApplication
@RestController
public class BareApplication {

    private final JdbcClient jdbc;

    BareApplication(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public static void main(String[] arguments) {
        SpringApplication.run(BareApplication.class, arguments);
    }

    @GetMapping("/")
    String now() {
        return jdbc.sql("select now()::text").query(String.class).single();
    }
}
