package dev.rollcall.query;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gathers the kinds of projections that the packages of this room declare. */
@Configuration(proxyBeanMethods = false)
class Views {

    @Bean
    Projections projections(List<Projections.Kind> kinds) {
        return new Projections(kinds);
    }
}
