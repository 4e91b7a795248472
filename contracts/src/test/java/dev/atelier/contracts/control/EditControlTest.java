package dev.atelier.contracts.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.event.LabelEdit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditControlTest {
    @Test
    void aKeyEditsTheJobOrStudyThatItBeginsWith() {
        for (String id : new String[] {"0123456789abcdef0123", "a/study/edit-12345678"}) {
            assertThat(EditKey.subject(EditKey.of(id))).contains(id);
            assertThat(EditKey.subject(id)).isEmpty();
        }
        assertThat(EditKey.subject("0123456789abcdef0123/pin")).isEmpty();
    }

    @Test
    void whatIsLeftOutStaysAndWhatIsNullIsTakenBack() {
        assertThat(read("{'action':'edit','name':'n','notes':'a\\n\\tb','tags':{'k':'v'},'archived':true,'by':'ada'}"))
                .isEqualTo(new EditControl(new LabelEdit("n", "a\n\tb", Map.of("k", "v"), true), "ada"));
        assertThat(read("{'action':'edit','archived':false}"))
                .isEqualTo(new EditControl(new LabelEdit(null, null, null, false), ""));
        assertThat(read("{'action':'edit','name':null,'notes':null,'tags':null,'archived':null}"))
                .isEqualTo(new EditControl(new LabelEdit("", "", Map.of(), false), ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {                                              | it is cut off
            null                                           | the message is null; expected an object with at least one of name,
            []                                             | the message is []; expected an object with at least one of name,
            {'name':'n'} | action is missing
            {'action':'cancel','name':'n'} | expected edit
            {'action':'edit'}                              | expected an object with at least one of name,
            {'action':'edit','by':'me'}                    | expected an object with at least one of name,
            {'action':'edit','note':'n'} | expected no such field; did you mean notes?
            {'action':'edit','name':''}                    | name is
            {'action':'edit','name':'  '}                  | expected text of 1 to 200 characters
            {'action':'edit','name':'a\\u0007'}             | without control or invisible characters
            {'action':'edit','name':'a\\u202eb'}            | without control or invisible characters
            {'action':'edit','name':7}                     | name is 7; expected text of 1 to 200 characters
            {'action':'edit','notes':'a\\u0000b'}           | notes is
            {'action':'edit','notes':'a\\u200bb'}           | other than tabs and line breaks
            {'action':'edit','name':'a\\u200db'}            | name is "a\\u200db"; expected text of 1 to 200 characters
            {'action':'edit','notes':'a\\u200c'}            | other than tabs and line breaks
            {'action':'edit','tags':{'a=b':'c'}}           | tags.a=b is "c"; expected a name that is text of 1 to 100 characters, without '='
            {'action':'edit','notes':['n']}                | notes is
            {'action':'edit','tags':['a=b']}               | an object of at most 50 members
            {'action':'edit','tags':{'a':1}}               | tags.a is 1; expected text of 0 to 200 characters
            {'action':'edit','tags':{'a':null}}            | tags.a is null; expected text
            {'action':'edit','tags':{'':'v'}}              | expected a name that is text of 1 to 100 characters
            {'action':'edit','archived':'yes'} | expected true or false, or null
            {'action':'edit','name':'n','by':'a\\nb'}       | by is
            """)
    void whatIsNoEditIsRefusedByFieldValueAndWhatIsExpected(String json, String sentence) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({"name, 200", "notes, 10000", "by, 200"})
    void sizesAreBounded(String field, int longest) {
        String edit = "{'action':'edit','archived':true,'" + field + "':'%s'}";

        read(edit.formatted("x".repeat(longest)));
        assertThatThrownBy(() -> read(edit.formatted("x".repeat(longest + 1))))
                .hasMessageContaining(field + " is ")
                .hasMessageContaining("to " + longest + " characters");
    }

    private static EditControl read(String json) {
        return EditControl.read(json.replace('\'', '"').getBytes(UTF_8));
    }
}
