package dev.atelier.dataset.coordination.log;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * How far the trainers' share groups have come in their queues. The broker moves the offset that it reports only with the
 * next thing that happens in the group; where it reports besides that nothing is left to do, all that stood in the queue is
 * done with.
 */
public final class ShareGroups {
    private final KafkaConnection kafka;

    public ShareGroups(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /** By family, the first offset that its group has not done with; no entry where the group has not begun. */
    public Map<Family, Long> readFirstUnfinished() throws InterruptedException {
        Map<TopicPartition, Long> ends =
                kafka.ends(Families.known().stream().map(ShareGroups::queue).collect(Collectors.toSet()));
        ListShareGroupOffsetsResult groups = kafka.admin()
                .listShareGroupOffsets(Families.known().stream()
                        .collect(Collectors.toMap(
                                Topics::shareGroup,
                                family -> new ListShareGroupOffsetsSpec().topicPartitions(List.of(queue(family))))));
        Map<Family, Long> offsets = new HashMap<>();
        for (Family family : Families.known()) {
            long end = ends.getOrDefault(queue(family), 0L);
            firstUnfinished(groups, family, end).ifPresent(offset -> offsets.put(family, offset));
        }
        return offsets;
    }

    private static Optional<Long> firstUnfinished(ListShareGroupOffsetsResult groups, Family family, long end)
            throws InterruptedException {
        try {
            Map<TopicPartition, SharePartitionOffsetInfo> answer =
                    KafkaConnection.answer(groups.partitionsToOffsetInfo(Topics.shareGroup(family)));
            return Optional.ofNullable(answer.get(queue(family)))
                    .map(info -> isIdle(info) ? Math.max(end, info.startOffset()) : info.startOffset());
        } catch (GroupIdNotFoundException e) {
            return Optional.empty();
        }
    }

    private static TopicPartition queue(Family family) {
        return new TopicPartition(Topics.jobs(family).topicName(), 0);
    }

    private static boolean isIdle(SharePartitionOffsetInfo info) {
        return info.lag().filter(lag -> lag == 0).isPresent();
    }
}
