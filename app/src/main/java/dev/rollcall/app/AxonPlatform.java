package dev.rollcall.app;

import dev.rollcall.api.Kept;
import dev.rollcall.api.access.Vocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.InstanceResponseType;
import org.axonframework.messaging.responsetypes.MultipleInstancesResponseType;
import org.axonframework.serialization.RevisionResolver;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JacksonModule;

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

    /**
     * Snapshots, tracking tokens, and how a question wants its answer, which comes with messages; what is personal in a
     * snapshot is sealed as in a fact.
     */
    @Bean
    @Primary
    Serializer serializer(RevisionResolver revisions, JacksonModule personalModule, List<Kept> kept) {
        Set<Class<?>> read = new HashSet<>(Set.of(
                InstanceResponseType.class,
                MultipleInstancesResponseType.class,
                MetaData.class,
                GlobalSequenceTrackingToken.class,
                ReplayToken.class));
        kept.forEach(room -> read.addAll(room.types()));
        return new ListedSerializer(
                revisions,
                ListedSerializer.byName(read),
                ListedSerializer.byName(Vocabulary.ANSWERS),
                mapper -> mapper.addModule(personalModule));
    }

    @Bean
    @Qualifier("messageSerializer")
    Serializer messageSerializer(RevisionResolver revisions) {
        return new MessageSerializer(revisions);
    }
}
