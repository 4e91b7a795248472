package dev.atelier.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackedSubmissionTest {
    @Test
    void jobsOfOneLabelAreToldApartByTheirIds() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("0123456789abcdef", "wide");
        labels.put("123456789abcdef0", "deep");
        labels.put("23456789abcdef01", "wide");

        TrackedSubmission tracked = new TrackedSubmission(Optional.empty(), labels, Map.of());

        assertThat(tracked.labels().values()).containsExactly("wide 01234567", "deep", "wide 23456789");
    }
}
