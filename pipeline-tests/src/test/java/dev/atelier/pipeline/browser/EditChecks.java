package dev.atelier.pipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.browser.Browser.Window;
import org.junit.jupiter.api.Test;

/** Names, notes and tags of jobs and studies are edited on their pages, and both are archived. */
abstract class EditChecks extends PageChecks {
    @Test
    void aJobIsRenamedTaggedArchivedAndShownAgain() {
        String job = submit("before the edit", 1);
        stack().awaitEnd(job);
        try (Window window = window(390, ColorScheme.LIGHT);
                Window other = window(1440, ColorScheme.DARK)) {
            Page page = window.page();
            page.navigate("/jobs/" + job);
            other.page().navigate("/jobs/" + job);
            mark(other.page());

            openForm(page);
            field(page, "Name").fill("after the edit");
            field(page, "Notes").fill("First line\n<b>second line</b>");
            field(page, "Tags, one name=value per line").fill("figure=3\npaper=draft");
            button(page, "Save").click();

            assertThat(page.locator("h2")).hasText("after the edit");
            assertThat(page.locator("#labels")).containsText("Also called before the edit");
            assertThat(page.locator("#labels .notes")).hasText("First line\n<b>second line</b>");
            assertThat(page.locator("#labels")).containsText("figure=3, paper=draft");
            assertThat(other.page().locator("h2")).hasText("after the edit");
            assertNotLoadedAgain(other.page());
            page.navigate("/?tag=figure%3D3");
            assertThat(page.locator("#jobs .name")).hasText("after the edit");

            archive(page, "/jobs/" + job, true);
            assertThat(page.locator("#labels")).containsText("Archived: hidden from lists");
            page.navigate("/?name=after%20the%20edit");
            assertThat(page.locator("#jobs li")).hasCount(0);
            page.navigate("/?name=after%20the%20edit&archived=true");
            assertThat(page.locator("#jobs li")).hasCount(1);

            archive(page, "/jobs/" + job, false);
            page.navigate("/?name=after%20the%20edit");
            assertThat(page.locator("#jobs li")).hasCount(1);
            assertThat(window.complaints()).isEmpty();
            assertThat(other.complaints()).isEmpty();
        }
    }

    @Test
    void aStudyIsRenamedAndArchived() {
        String study = submitStudy("study-to-edit", 1);
        try (Window window = window(1440, ColorScheme.DARK)) {
            Page page = window.page();
            page.navigate("/studies/" + study);
            openForm(page);
            field(page, "Name").fill("edited study");
            field(page, "Tags, one name=value per line").fill("paper=final");
            button(page, "Save").click();
            assertThat(page.locator("h2").first()).hasText("edited study");
            assertThat(page.locator("main")).containsText("paper=final");

            archive(page, "/studies/" + study, true);
            assertThat(page.locator("main")).containsText("Archived: hidden from lists");
            page.navigate("/studies?name=edited%20study");
            assertThat(page.locator("#none")).hasText("No matching studies.");
            choice(page, "Archived").selectOption("yes");
            button(page, "Filter").click();
            assertThat(page.locator("#studies .name")).hasText("edited study");
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static void archive(Page page, String address, boolean archived) {
        page.navigate(address);
        openForm(page);
        page.getByLabel("Archived: hidden from lists").setChecked(archived);
        button(page, "Save").click();
    }

    private static void openForm(Page page) {
        page.getByText("Edit name, notes and tags").click();
    }
}
