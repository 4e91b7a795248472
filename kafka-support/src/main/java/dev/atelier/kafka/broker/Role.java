package dev.atelier.kafka.broker;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dev.atelier.contracts.job.Family;
import dev.atelier.contracts.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Who connects to the broker, and what each may do there: all that they need and nothing more. A broker that asks users
 * who they are is given these rights; topics exist there beforehand, because nobody may create one.
 */
public enum Role {
    /** Answers submissions, publishes datasets, queues jobs. */
    DATASET_SERVICE {
        @Override
        void grant(Grants grants) {
            grants.topics(READ, Topics.SUBMISSIONS, Topics.EVENTS, Topics.CONTROLS, Topics.DATASETS);
            grants.topics(READ, Topics.JOBS_MLP, Topics.JOBS_CNN, Topics.JOBS_TRANSFER);
            grants.topics(WRITE, Topics.values());
            grants.group(READ, user());
            for (Family family : Family.values()) {
                grants.group(DESCRIBE, Topics.shareGroup(family));
            }
            // One for each replica, and one for each dataset that is published.
            grants.add(WRITE, TRANSACTIONAL_ID, PatternType.PREFIXED, user());
            grants.add(DESCRIBE, TRANSACTIONAL_ID, PatternType.PREFIXED, user());
        }
    },

    MLP_TRAINER {
        @Override
        void grant(Grants grants) {
            grants.trainer(Family.MLP);
        }
    },

    CNN_TRAINER {
        @Override
        void grant(Grants grants) {
            grants.trainer(Family.CNN);
        }
    },

    TRANSFER_TRAINER {
        @Override
        void grant(Grants grants) {
            grants.trainer(Family.TRANSFER);
        }
    },

    /** Reads the log, the images to show, and who works. */
    RESULTS_SERVICE {
        @Override
        void grant(Grants grants) {
            grants.topics(READ, Topics.EVENTS, Topics.DATASET_BATCHES);
            for (Family family : Family.values()) {
                grants.group(DESCRIBE, Topics.shareGroup(family));
            }
        }
    },

    /** A person or a script that asks for jobs and reads the answers. */
    SUBMITTER {
        @Override
        void grant(Grants grants) {
            grants.topics(WRITE, Topics.SUBMISSIONS, Topics.CONTROLS);
            grants.topics(READ, Topics.EVENTS);
            grants.add(READ, GROUP, PatternType.PREFIXED, user());
        }
    };

    private static final String PREFIX = "atelier.";

    /** The name by which the broker knows them. */
    public String user() {
        return "atelier-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the broker must be told to allow. */
    public List<AclBinding> rights() {
        Grants grants = new Grants(user(), new ArrayList<>());
        // Sizes and places of topics, not what is in them.
        grants.add(DESCRIBE, TOPIC, PatternType.PREFIXED, PREFIX);
        grant(grants);
        return List.copyOf(grants.rights);
    }

    abstract void grant(Grants grants);

    private record Grants(String user, List<AclBinding> rights) {
        void trainer(Family family) {
            topics(READ, Topics.jobs(family), Topics.CONTROLS, Topics.DATASETS, Topics.DATASET_BATCHES);
            // A job that was handed out too often is queued anew.
            topics(WRITE, Topics.jobs(family), Topics.EVENTS);
            group(READ, Topics.shareGroup(family));
            group(ALTER_CONFIGS, Topics.shareGroup(family));
        }

        void topics(AclOperation operation, Topics... topics) {
            Stream.of(topics).forEach(topic -> add(operation, TOPIC, PatternType.LITERAL, topic.topicName()));
        }

        void group(AclOperation operation, String group) {
            add(operation, GROUP, PatternType.LITERAL, group);
        }

        void add(AclOperation operation, ResourceType type, PatternType pattern, String name) {
            rights.add(new AclBinding(
                    new ResourcePattern(type, name, pattern),
                    new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
        }
    }
}
