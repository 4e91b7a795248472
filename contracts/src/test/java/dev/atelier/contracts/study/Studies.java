package dev.atelier.contracts.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.study.StudyExpansion.Expansion;
import java.util.List;

/** Studies for tests, as people write them but with single quotes. */
final class Studies {
    private Studies() {}

    static Expansion expand(String json) {
        try {
            return StudyExpansion.expand(
                    Json.MAPPER.readTree(json.replace('\'', '"')), job -> List.of(), Deadline.none());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
