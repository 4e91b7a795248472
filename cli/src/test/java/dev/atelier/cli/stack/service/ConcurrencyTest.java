package dev.atelier.cli.stack.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcurrencyTest {
    @ParameterizedTest
    @CsvSource({"1, , 1", "2, , 2", "64, , 16", "2, 1, 1", "2, 5, 5"})
    void aTrainerWorksOnAsManyJobsAsThereAreCoresUnlessTheUserDecidesOtherwise(int cores, String set, String jobs) {
        Map<String, String> environment = set == null ? Map.of() : Map.of(Services.CONCURRENT_JOBS, set);

        assertThat(Services.concurrency(cores, environment)).isEqualTo(Map.of(Services.CONCURRENT_JOBS, jobs));
    }
}
