package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.FindUsers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusedLogTest extends WebTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.rollcall.refused");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void what_a_door_refuses_is_there_with_who_it_was() {
        call("GET", "/!/actuator/prometheus").as("lead").send();

        assertThat(lines()).singleElement().asString().matches("403 forbidden: GET from \\S+ by USER [0-9a-f-]{36}");
    }

    @Test
    void what_is_refused_where_it_is_handled_is_there_too() {
        stage.refuse(FindUsers.class, Rejection.FORBIDDEN);

        call("GET", "/users").as("lead").send();

        assertThat(lines()).singleElement().asString().startsWith("403 forbidden: GET from ");
    }

    @Test
    void what_cannot_be_read_and_what_is_too_much_is_there_without_a_word_of_it() {
        admin("GET", "/users?planted-parameter=planted-value").send();
        admin("POST", "/users").json("{\"planted-field\": \"planted-value\"}").send();

        assertThat(lines())
                .hasSize(2)
                .allMatch(line -> line.matches("4\\d\\d [a-z_]+: (GET|POST) from \\S+ by USER .*"))
                .noneMatch(line -> line.contains("planted"));
    }

    @Test
    void what_happens_to_whoever_means_well_is_not() {
        admin("GET", "/nothing").send();
        admin("PUT", "/users").send();
        call("GET", "/users").send();

        assertThat(lines()).isEmpty();
    }
}
