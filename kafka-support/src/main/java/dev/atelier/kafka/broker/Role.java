package dev.atelier.kafka.broker;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Who connects to the broker, and what each may do there: all that they need and nothing more. A broker that
 * authenticates users who they are is given these rights; topics exist there beforehand, because nobody may create one.
 *
 * @param name what it is called in commands and manifests, such as {@code mlp-trainer}
 */
public record Role(String name) {
    /** Answers submissions, publishes datasets, queues jobs. */
    public static final Role DATASET_SERVICE = new Role("dataset-service");

    /** Reads the log, the images to show, and who works. */
    public static final Role RESULTS_SERVICE = new Role("results-service");

    /** A person or a script that requests jobs and reads the events. */
    public static final Role SUBMITTER = new Role("submitter");

    private static final String PREFIX = "atelier.";

    /** Works on the jobs of a family. */
    public static Role trainer(Family family) {
        return new Role(Families.get(family).service());
    }

    /** Every role there is, with one trainer for each family that is known. */
    public static List<Role> all() {
        return Stream.concat(
                        Stream.of(DATASET_SERVICE, RESULTS_SERVICE, SUBMITTER),
                        Families.known().stream().map(Role::trainer))
                .toList();
    }

    /** The name by which the broker knows them. */
    public String user() {
        return "atelier-" + name;
    }

    /** What the broker has to allow. */
    public List<AclBinding> rights() {
        Grants grants = new Grants(user(), new ArrayList<>());
        // Sizes and places of topics, not what is in them.
        grants.add(DESCRIBE, TOPIC, PatternType.PREFIXED, PREFIX);
        if (equals(DATASET_SERVICE)) {
            grants.grantDatasetService();
        } else if (equals(RESULTS_SERVICE)) {
            grants.grantResultsService();
        } else if (equals(SUBMITTER)) {
            grants.grantSubmitter();
        } else {
            Families.all().stream()
                    .filter(family -> family.service().equals(name))
                    .forEach(family -> grants.grantTrainer(family.family()));
        }
        return List.copyOf(grants.rights);
    }

    @Override
    public String toString() {
        return name;
    }

    private record Grants(String user, List<AclBinding> rights) {
        void grantDatasetService() {
            allowTopics(READ, Topics.SUBMISSIONS, Topics.EVENTS, Topics.LEDGER, Topics.CONTROLS, Topics.DATASETS);
            allowTopics(READ, Topics.jobs());
            allowTopics(WRITE, Topics.SUBMISSIONS, Topics.EVENTS, Topics.LEDGER, Topics.CONTROLS, Topics.DATASETS);
            allowTopics(WRITE, Topics.DATASET_BATCHES);
            allowTopics(WRITE, Topics.jobs());
            allowGroup(READ, user);
            allowGroup(READ, Topics.LEDGER_GROUP);
            allowShareGroups();
            // One for each replica, one for each dataset that is published, and one for the snapshots of the ledger.
            add(WRITE, TRANSACTIONAL_ID, PatternType.PREFIXED, user);
            add(DESCRIBE, TRANSACTIONAL_ID, PatternType.PREFIXED, user);
        }

        void grantResultsService() {
            allowTopics(READ, Topics.EVENTS, Topics.DATASET_BATCHES, Topics.LOGS);
            allowShareGroups();
        }

        void grantSubmitter() {
            allowTopics(WRITE, Topics.SUBMISSIONS, Topics.CONTROLS);
            allowTopics(READ, Topics.EVENTS, Topics.LOGS);
            add(READ, GROUP, PatternType.PREFIXED, user);
        }

        private void allowShareGroups() {
            Families.known().forEach(family -> allowGroup(DESCRIBE, Topics.shareGroup(family)));
        }

        void grantTrainer(Family family) {
            allowTopics(READ, Topics.jobs(family), Topics.CONTROLS, Topics.DATASETS, Topics.DATASET_BATCHES);
            // A job that was delivered too often is requeued.
            allowTopics(WRITE, Topics.jobs(family), Topics.EVENTS, Topics.LOGS);
            allowGroup(READ, Topics.shareGroup(family));
            allowGroup(ALTER_CONFIGS, Topics.shareGroup(family));
        }

        void allowTopics(AclOperation operation, Topic... topics) {
            allowTopics(operation, List.of(topics));
        }

        void allowTopics(AclOperation operation, List<Topic> topics) {
            topics.forEach(topic -> add(operation, TOPIC, PatternType.LITERAL, topic.topicName()));
        }

        void allowGroup(AclOperation operation, String group) {
            add(operation, GROUP, PatternType.LITERAL, group);
        }

        void add(AclOperation operation, ResourceType type, PatternType pattern, String name) {
            rights.add(new AclBinding(
                    new ResourcePattern(type, name, pattern),
                    new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
        }
    }
}
