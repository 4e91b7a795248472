package dev.atelier.dataset;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;

/** The rule that topics are read in one way: by the reader of kafka-support, and by few others that are named. */
final class KafkaConsumers {
    /** The reader, and the search for what it cannot hold. */
    private static final Set<String> OF_KAFKA_SUPPORT =
            Set.of("dev.atelier.kafka.TopicConsumer", "dev.atelier.kafka.OversizedRecords");

    private KafkaConsumers() {}

    /** @param others full names of the other classes that make consumers of Kafka */
    static ArchRule areMadeByTheReaderAnd(String... others) {
        Set<String> named = Set.of(others);
        return noClasses()
                .that(DescribedPredicate.describe(
                        "are neither the reader nor one of " + named,
                        (JavaClass each) ->
                                !OF_KAFKA_SUPPORT.contains(each.getName()) && !named.contains(each.getName())))
                .should()
                .callConstructorWhere(
                        target(owner(assignableTo(Consumer.class).or(assignableTo(ShareConsumer.class)))));
    }
}
