package dev.rollcall.app;

import java.util.function.Consumer;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.RevisionResolver;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * What every room needs of Axon. Said outright where Axon's own auto-configuration, ordered after class names of Spring
 * Boot 3, would silently choose something in memory.
 */
@Configuration(proxyBeanMethods = false)
class AxonPlatform {

    @Bean
    @Conditional(Roles.DatabaseNeeded.class)
    TransactionManager axonTransactionManager(PlatformTransactionManager transactions) {
        return new SpringTransactionManager(transactions);
    }

    /** Tokens, snapshots and dead letters; what is personal in a snapshot is sealed as in a fact. */
    @Bean
    @Primary
    Serializer serializer(RevisionResolver revisions, JacksonModule personalModule) {
        return jackson(revisions, mapper -> mapper.addModule(personalModule)).build();
    }

    @Bean
    @Qualifier("messageSerializer")
    Serializer messageSerializer(RevisionResolver revisions) {
        return new MessageSerializer(jackson(revisions, mapper -> {}));
    }

    /**
     * Jackson 3 refuses to write what is declared as {@code Object} unless it is told which subtypes are harmless; without
     * this the token of a replay cannot be stored, and no new projection starts on a store that has facts.
     */
    private static Jackson3Serializer.Builder jackson(RevisionResolver revisions, Consumer<JsonMapper.Builder> more) {
        return Jackson3Serializer.builder()
                .revisionResolver(revisions)
                .converter(new ChainingConverter(AxonPlatform.class.getClassLoader()))
                .jsonMapperBuilderCustomizer(mapper -> {
                    mapper.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                            .allowIfSubType("org.axonframework.")
                            .allowIfSubType("dev.rollcall.")
                            .build());
                    more.accept(mapper);
                });
    }
}
