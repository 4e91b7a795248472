package dev.atelier.results.view.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.store.TestDatabase;
import dev.atelier.results.view.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookupReaderTest {
    private static final List<String> JOBS = List.of(
            "0123456789abcdef0123",
            "0123456789abcdef0124",
            "0123456789abcdefffff",
            "9999999999999999999a",
            "99999999999999999999",
            "ffffffffffffffffffff",
            "fffffffffffffffffff0");

    private static TestDatabase database;
    private static LookupReader lookup;

    @BeforeAll
    static void fill() {
        database = new TestDatabase(Infrastructure.newDatabase());
        database.migrate();
        for (int i = 0; i < JOBS.size(); i++) {
            insertJob(JOBS.get(i), i < 2 ? "twice" : "Näme " + i, i);
        }
        // A job that was requested again under another name, and a study that was submitted twice.
        insertMember("s1", 0, "depth-12345678", JOBS.getFirst(), "Other");
        insertMember("s2", 0, "depth-12345678", JOBS.getFirst(), "Other");
        insertMember("s2", 1, "depth-12345678", JOBS.get(6), "Other");
        insertStudy("depth-12345678", "s1", "depth", 1);
        insertStudy("depth-12345678", "s2", "depth", 2);
        insertStudy("depth-1234abcd", "s3", "depth", 3);
        for (int i = 0; i < 30; i++) {
            insertJob("c0ffee%014d".formatted(i), "many", i);
        }
        lookup = new LookupReader(new Reading(database.source()));
    }

    static Stream<String> prefixes() {
        return JOBS.stream().flatMap(id -> Stream.of(3, 4, 5, 17, 19, 20).map(length -> id.substring(0, length)));
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void aPrefixFindsTheJobsWhoseIdsBeginWithItInEitherCase(String prefix) {
        Set<String> expected = prefix.length() < LookupReader.LEAST_PREFIX
                ? Set.of()
                : JOBS.stream().filter(id -> id.startsWith(prefix)).collect(Collectors.toSet());

        for (String typed : List.of(prefix, prefix.toUpperCase(Locale.ROOT))) {
            assertThat(new TreeSet<>(ids(typed))).as(typed).isEqualTo(new TreeSet<>(expected));
        }
    }

    @Test
    void whatIsFoundByItsIdIsFirst() {
        assertThat(lookup.find("99999999999999999999").items())
                .extracting(Match::by, Match::id, Match::state)
                .containsExactly(tuple("id", "99999999999999999999", "QUEUED"));
    }

    @Test
    void namesFindAllJobsOfTheNameTheLatestFirstWhateverTheirCase() {
        assertThat(ids("TWICE")).containsExactly(JOBS.get(1), JOBS.getFirst());
        assertThat(ids("näme 4")).containsExactly(JOBS.get(4));
        assertThat(lookup.find("other").items())
                .extracting(Match::id, Match::name)
                .containsExactlyInAnyOrder(tuple(JOBS.getFirst(), "Other"), tuple(JOBS.get(6), "Other"));
    }

    @Test
    void aStudyIsOneMatchHoweverOftenItWasSubmitted() {
        assertThat(lookup.find("depth").items())
                .extracting(Match::kind, Match::by, Match::id)
                .containsExactly(
                        tuple("study", "prefix", "depth-1234abcd"), tuple("study", "prefix", "depth-12345678"));
        assertThat(lookup.find("depth-12345678").items()).singleElement().satisfies(study -> {
            assertThat(study.by()).isEqualTo("id");
            assertThat(study.jobs()).isEqualTo(2);
            assertThat(study.ended()).isZero();
        });
        assertThat(ids("DEPTH")).hasSize(2);
    }

    @Test
    void whatIsRenamedIsFoundByEitherNameAndShownByTheNewOneOfAStudy() {
        insertJob("abad1dea000000000000", "renamed job", 1);
        database.execute("UPDATE jobs SET submitted_name = 'first job name' WHERE id = 'abad1dea000000000000'");
        insertStudy("width-00000001", "s9", "first study name", 1);
        database.execute("""
                INSERT INTO study_labels (study, name, notes, tags, archived, edited_at, edited_by, edit_record, log_partition, log_offset)
                VALUES ('width-00000001', 'Renamed study', '', '{}', false, now(), '', 1, 0, 0)""");

        for (String name : List.of("Renamed job", "FIRST job name")) {
            assertThat(ids(name)).as(name).containsExactly("abad1dea000000000000");
        }
        for (String name : List.of("renamed study", "first STUDY name", "width-0000")) {
            assertThat(lookup.find(name).items())
                    .extracting(Match::id, Match::name)
                    .as(name)
                    .containsExactly(tuple("width-00000001", "Renamed study"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "none",
                "c0ffee'; DROP TABLE jobs",
                "%",
                "____",
                "\u0000",
                "\ud83d",
                "中文",
                "\uffff\uffff\uffff\uffff"
            })
    void whatNothingIsCalledFindsNothing(String text) {
        assertThat(ids(text)).isEmpty();
    }

    @Test
    void noMoreThanTheBoundAreFound() {
        for (String text : List.of("many", "c0ffee", "C0FF")) {
            LookupReader.Matches found = lookup.find(text);

            assertThat(found.items()).as(text).hasSize(LookupReader.MOST);
            assertThat(found.more()).isTrue();
        }
        assertThat(lookup.find("twice").more()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM jobs WHERE id ~>=~ 'abcd' AND id ~<~ 'abce'",
                "FROM studies WHERE id ~>=~ 'abcd' AND id ~<~ 'abce'",
                "FROM jobs WHERE name_lower = lower(left('A', 200)) ORDER BY id LIMIT 10",
                "FROM jobs WHERE submitted_name_lower = lower(left('A', 200)) ORDER BY id LIMIT 10",
                "FROM study_jobs WHERE name_lower = lower(left('A', 200)) ORDER BY job LIMIT 10",
                "FROM study_labels WHERE lower(name) = lower(left('A', 200)) ORDER BY edited_at DESC LIMIT 10",
                "FROM studies WHERE lower(left(name, 200)) = lower(left('A', 200)) ORDER BY accepted_at DESC LIMIT 10"
            })
    void everyWayOfFindingGoesThroughAnIndex(String query) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");

            assertThat(String.join("\n", Sql.list(connection, "EXPLAIN SELECT 1 " + query, String.class)))
                    .contains("Index Cond")
                    .doesNotContain("Sort");
        }
    }

    private static List<String> ids(String text) {
        return lookup.find(text).items().stream().map(Match::id).toList();
    }

    private static void insertJob(String id, String name, int second) {
        database.execute("""
                INSERT INTO jobs (id, family, name, seed, request, epochs_requested, dataset_digest, state, queued_at, log_partition, log_offset)
                VALUES ('%s', 'mlp', '%s', 1, '{}', 1, 'd', 'QUEUED', timestamptz '2026-01-01 00:00:00Z' + interval '%d seconds', 0, 0)""".formatted(id, name, second));
    }

    private static void insertStudy(String id, String submission, String name, int second) {
        database.execute("""
                INSERT INTO studies (id, submission, name, description, objective, direction, accepted_at, log_partition, log_offset)
                VALUES ('%s', '%s', '%s', '', 'validation.accuracy', 'maximize', timestamptz '2026-01-01 00:00:00Z' + interval '%d seconds', 0, 0)""".formatted(id, submission, name, second));
    }

    private static void insertMember(String submission, int number, String study, String job, String name) {
        database.execute("""
                INSERT INTO study_jobs (submission, number, study, experiment, variant, seed, family, job, disposition, name)
                VALUES ('%s', %d, '%s', 'e', 'v', 1, 'mlp', '%s', 'QUEUED', '%s')""".formatted(submission, number, study, job, name));
    }
}
