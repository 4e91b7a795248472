package dev.atelier.results.page.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.results.submission.Labelled;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditFormTest {
    /** Nothing is edited, so there is no editor. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'a=1\nb=2\na=3' | tags has the name 'a' twice; expected once
            'owner'         | tags has the line 'owner'; expected the name and the value of a tag, name=value
            '=x'            | tags has the line '=x'; expected the name and the value of a tag, name=value
            """)
    @SuppressWarnings("NullAway")
    void tagsThatCannotBeMeantAreRefused(String tags, String reason) {
        EditForm form = new EditForm();
        form.was = "{}";
        form.tags = tags;

        WebApplicationException refusal = catchThrowableOfType(
                WebApplicationException.class, () -> form.edit(null, Labelled.JOB, "job", URI.create("/jobs/job")));

        assertThat(refusal.getResponse().getStatus()).isEqualTo(400);
        assertThat(refusal.getMessage()).contains(reason);
    }
}
