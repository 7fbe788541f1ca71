package dev.rollcall.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.rollcall.api.Fact;
import dev.rollcall.api.Facts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.catalina.Valve;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walls between the rooms, where the compiler alone does not keep them. */
class RoomsTest {

    private static final String[] HTTP = {
        "jakarta.servlet..",
        "org.springframework.web..",
        "org.springframework.http..",
        "org.springframework.security.web.."
    };
    private static final String[] TABLES = {
        "java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.postgresql.."
    };
    private static final JavaClasses ROLLCALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.rollcall");

    @Test
    void the_language_knows_no_other_room_and_no_technology() {
        check(classes()
                .that()
                .resideInAPackage("dev.rollcall.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "com.fasterxml.jackson.annotation..",
                        "org.jspecify.annotations..",
                        "org.axonframework.commandhandling..",
                        "org.axonframework.modelling.command..",
                        "dev.rollcall.api..",
                        // signed assertions alone, see below
                        "com.nimbusds.jose..",
                        "tools.jackson.databind.."));
        check(noClasses()
                .that()
                .resideInAPackage("dev.rollcall.api..")
                .and()
                .resideOutsideOfPackage("dev.rollcall.api.access..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.nimbusds..", "tools.jackson.."));
        none("dev.rollcall.api..", "java.sql..");
    }

    @ParameterizedTest
    @ValueSource(strings = {"command", "query", "web", "store"})
    void a_room_knows_the_language_and_no_other_room(String room) {
        check(noClasses()
                .that()
                .resideInAPackage("dev.rollcall." + room + "..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.rollcall..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(
                                "dev.rollcall." + room + "..", "dev.rollcall.api.."))));
    }

    @Test
    void what_decides_knows_no_http() {
        // the ceremonies of passkeys, which Spring Security keeps among its web packages, know no HTTP either
        check(noClasses()
                .that()
                .resideInAPackage("dev.rollcall.command..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(HTTP)
                        .and(not(JavaClass.Predicates.resideInAPackage(
                                "org.springframework.security.web.webauthn..")))));
        none("dev.rollcall.command.user..", HTTP);
    }

    @Test
    void what_remembers_knows_no_http_and_no_aggregates() {
        none("dev.rollcall.query..", HTTP);
        none("dev.rollcall.query..", "org.axonframework.modelling.command..");
    }

    @Test
    void what_shows_knows_no_tables_and_no_aggregates() {
        // which kind of failure an exception is, it may see
        check(noClasses()
                .that()
                .resideInAPackage("dev.rollcall.web..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(TABLES)
                        .or(JavaClass.Predicates.resideInAnyPackage(
                                "org.axonframework.modelling.command..", "org.axonframework.eventsourcing.."))
                        .and(not(JavaClass.Predicates.assignableTo(Throwable.class)))));
    }

    @Test
    void what_keeps_knows_no_users_and_no_clients() {
        none(
                "dev.rollcall.store..",
                "dev.rollcall.api.user..",
                "dev.rollcall.api.client..",
                "dev.rollcall.api.claim..");
        none("dev.rollcall.store..", HTTP);
    }

    @Test
    void what_assembles_has_no_sql_and_no_html_of_its_own() {
        none("dev.rollcall.app..", "org.springframework.jdbc.core..", "org.springframework.web..");
        check(noClasses()
                .that()
                .resideInAPackage("dev.rollcall.app..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.sql\\.(Prepared|Callable)?Statement"));
    }

    /** Java has nothing between a package and everybody: what several packages of one room share is public to all. */
    @ParameterizedTest
    @ValueSource(strings = {"command", "query", "web", "store"})
    void the_only_way_into_a_room_is_a_message(String room) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.rollcall." + room + "..", "dev.rollcall.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.rollcall." + room + ".."));
        check(classes()
                .that()
                .resideInAPackage("dev.rollcall." + room + "..")
                .and()
                .areTopLevelClasses()
                .should(new ArchCondition<>("be public only for another package of the same room") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        // made by Axon or by the container from the name of their class
                        boolean madeByName =
                                type.isAssignableTo(TrackingToken.class) || type.isAssignableTo(Valve.class);
                        if (type.getModifiers().contains(JavaModifier.PUBLIC)
                                && !madeByName
                                && type.getDirectDependenciesToSelf().stream().allMatch(use -> use.getOriginClass()
                                        .getPackageName()
                                        .equals(type.getPackageName()))) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " is public and nobody outside its package needs it"));
                        }
                    }
                }));
    }

    @Test
    void names_are_those_of_the_domain() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.rollcall..")
                .should()
                .haveNameMatching(".*(Service|Impl|Dto|DTO|Helper|Helpers|Utils?|Manager)"));
        check(noClasses()
                .should()
                .resideInAnyPackage("..common..", "..shared..", "..util..", "..utils..", "..helper.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.rollcall.api..")
                .should()
                .haveNameMatching(".*[a-z](Command|Event)"));
    }

    @Test
    void time_and_chance_come_in_from_outside() {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.rollcall.command..", "dev.rollcall.api..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random"));
        check(noMethods()
                .that()
                .haveNameMatching("decide|evolve")
                .should(new ArchCondition<JavaMethod>("make an identifier") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        method.getMethodCallsFromSelf().stream()
                                .filter(call -> call.getTargetOwner().isEquivalentTo(UUID.class)
                                        && call.getName().equals("randomUUID"))
                                .forEach(call ->
                                        events.add(SimpleConditionEvent.satisfied(method, call.getDescription())));
                    }
                }));
    }

    @Test
    void what_was_left_out_on_purpose_stays_out() {
        none("dev.rollcall..", "lombok..", "jakarta.persistence..", "com.thoughtworks..", "org.modelmapper..");
    }

    /** See docs/platform-traps.md for what each of them does. */
    @Test
    void what_axon_has_and_does_wrong_is_not_used() {
        none(
                "dev.rollcall..",
                "org.axonframework.deadline..",
                "org.axonframework.eventhandling.scheduling..",
                "org.axonframework.modelling.saga..",
                "org.axonframework.spring.authorization..",
                "org.axonframework.common.caching..");
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("org\\.axonframework\\..*\\."
                        + "(SequentialPolicy|IntervalRetryScheduler|TrackingEventProcessor|RevisionSnapshotFilter)"));
        check(noClasses().should().callMethod(AggregateLifecycle.class, "markDeleted"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.thoughtworks.xstream.XStream",
                "jakarta.persistence.EntityManager",
                "com.tngtech.archunit.junit.ArchTest"
            })
    void what_would_be_taken_silently_is_not_on_the_class_path(String type) {
        assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void no_packages_depend_on_each_other_in_a_circle() {
        check(slices().matching("dev.rollcall.(*)..").should().beFreeOfCycles());
    }

    @Test
    void every_fact_has_a_stored_name() {
        List<String> facts = ROLLCALL.stream()
                .filter(type -> type.isAssignableTo(Fact.class) && !type.isInterface())
                .map(JavaClass::getName)
                .sorted()
                .toList();
        assertThat(facts).isNotEmpty();
        assertThat(Facts.ALL.stream().map(stored -> stored.type().getName()).sorted())
                .containsExactlyElementsOf(facts);
    }

    private static void none(String room, String... strangers) {
        check(noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(strangers));
    }

    private static void check(ArchRule rule) {
        rule.check(ROLLCALL);
    }
}
