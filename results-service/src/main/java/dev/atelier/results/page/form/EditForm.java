package dev.atelier.results.page.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.access.Refusal;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.submission.CurrentLabels;
import dev.atelier.results.submission.LabelEditor;
import dev.atelier.results.submission.Labelled;
import dev.atelier.results.submission.RequestRefusedException;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a job or a study is edited. It is sent with the labels that it showed, so that only what was changed in
 * it is edited, whatever others have edited since.
 */
public final class EditForm {
    private static final String NAME = "name";
    private static final String NOTES = "notes";
    private static final String TAGS = "tags";
    private static final String ARCHIVED = "archived";

    @FormParam("was")
    @Nullable String was;

    @FormParam(NAME)
    @Nullable String name;

    @FormParam(NOTES)
    @Nullable String notes;

    @FormParam(TAGS)
    @Nullable String tags;

    @FormParam(ARCHIVED)
    @Nullable String archived;

    /** The labels that a form shows, as {@link #was}. */
    public static String shown(CurrentLabels labels) {
        ObjectNode fields = JsonNodeFactory.instance
                .objectNode()
                .put(NAME, labels.name())
                .put(NOTES, plain(labels.notes()))
                .put(TAGS, plain(String.join("\n", labels.tags())))
                .put(ARCHIVED, labels.archived());
        return Json.text(fields);
    }

    /**
     * Edits what was changed in the form, and sends the browser back.
     *
     * @param back the page that the form is on
     */
    public Response edit(LabelEditor editor, Labelled kind, String id, URI back) throws InterruptedException {
        ObjectNode edit = changes();
        try {
            if (!edit.isEmpty()) {
                editor.edit(kind, id, edit);
            }
            return Response.seeOther(back).build();
        } catch (RequestRefusedException e) {
            return Refusal.response(e.status(), String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode changes() {
        JsonNode before = before();
        ObjectNode edit = JsonNodeFactory.instance.objectNode();
        String newName = plain(name);
        if (!newName.equals(before.path(NAME).asText())) {
            edit.put(NAME, newName.isEmpty() ? null : newName);
        }
        if (!plain(notes).equals(before.path(NOTES).asText())) {
            edit.put(NOTES, plain(notes));
        }
        if (!plain(tags).equals(before.path(TAGS).asText())) {
            ObjectNode all = edit.putObject(TAGS);
            plain(before.path(TAGS).asText()).lines().map(EditForm::nameOf).forEach(all::putNull);
            plain(tags)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> {
                        String tag = nameOf(line);
                        if (all.path(tag).isTextual()) {
                            throw Refusal.badRequest("tags has the name '" + tag + "' twice; expected once");
                        }
                        all.put(tag, line.substring(tag.length() + 1));
                    });
        }
        if ((archived != null) != before.path(ARCHIVED).asBoolean()) {
            edit.put(ARCHIVED, archived != null);
        }
        return edit;
    }

    private JsonNode before() {
        try {
            return Json.read(Objects.requireNonNullElse(was, "{}").getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (UncheckedIOException e) {
            throw Refusal.badRequest("was is not JSON; expected the labels that the form showed");
        }
    }

    private static String nameOf(String tag) {
        int equals = tag.indexOf('=');
        if (equals < 1) {
            throw Refusal.badRequest(
                    "tags has the line '" + tag + "'; expected the name and the value of a tag, name=value");
        }
        return tag.substring(0, equals);
    }

    /** A text of a form, whose line breaks are those of the web. */
    private static String plain(@Nullable String text) {
        return Objects.requireNonNullElse(text, "").replace("\r\n", "\n").strip();
    }
}
