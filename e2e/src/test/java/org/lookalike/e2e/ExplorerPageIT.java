package org.lookalike.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.admin.spaces.SpaceDecisions;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.refit.RefitConfig;
import org.lookalike.spaces.Space;
import org.lookalike.standalone.demo.DemoSpace;
import org.lookalike.testkit.SharedData;
import org.lookalike.testkit.log.ExpectedLogs;

/** The page in a real browser, on the demo's pictures with a space of their own. Screenshots lie in target/explorer. */
@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
@ExpectedLogs({"Quarantine quarantined"})
class ExplorerPageIT {
    private static final Path SCREENSHOTS = Path.of("target", "explorer");
    private static final String GLASS = "demo/images/glass/";

    /** What shows that a view has come, where it is not a picture in the grid. */
    private static final Map<String, String> TELLING = Map.of(
            "clusters",
            ".card",
            "map",
            ".legend tbody tr",
            "system",
            ".table tbody tr",
            "quarantine",
            ".table tbody tr");

    private static SystemFixture system;
    private static BrowserFixture browser;
    private static Space raw;
    private static String picture;

    @BeforeAll
    static void start() throws Exception {
        Set<String> indexed = SystemFixture.demo().indexed();
        picture = indexed.stream()
                .filter(id -> id.startsWith(GLASS))
                .sorted()
                .findFirst()
                .orElseThrow();
        system = SystemFixture.shared();
        raw = system.spaces().active().orElseThrow();
        try (AvroCodec codec = new AvroCodec(system.kafka().registryUrl(), false)) {
            new DemoSpace(system.kafka(), codec, system.read(RefitConfig::from).fit(), step -> {}).make();
        }
        assertThat(system.spaces().active().orElseThrow().clusters()).isNotEmpty();
        browser = new BrowserFixture(
                URI.create("http://127.0.0.1:" + system.addresses().get("explorer.port")));
    }

    /** Other tests of this JVM expect the space that they began with. */
    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (raw != null) {
            try (SpaceTopics topics = new SpaceTopics(system.kafka(), problem -> {})) {
                new SpaceDecisions(topics, InstantSource.system(), Duration.ofMinutes(1))
                        .activate(raw.id(), "ExplorerPageIT", "the test is over");
            }
        }
    }

    @AfterEach
    void noPageComplained() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aPictureThatIsBroughtIsSearchedByAndSoIsAPartOfIt() {
        Map.Entry<String, byte[]> file = SharedData.entries("demo.zip", picture::equals)
                .entrySet()
                .iterator()
                .next();
        Page page = browser.open("/");
        assertThat(page.locator(".cell").first()).isVisible();

        page.locator("input[type=file]")
                .first()
                .setInputFiles(new FilePayload("picture.jpg", "image/jpeg", file.getValue()));

        assertThat(page).hasURL(Pattern.compile("/search\\?query=[0-9a-f]{64}"));
        assertThat(page.locator(".cell .score").first()).isVisible();
        assertThat(page.locator(".tile").first()).hasAttribute("title", Pattern.compile("glass"));

        BoundingBox area = page.locator(".boxed").boundingBox();
        page.mouse().move(area.x + area.width * 0.2, area.y + area.height * 0.2);
        page.mouse().down();
        page.mouse().move(area.x + area.width * 0.5, area.y + area.height * 0.5);
        page.mouse().move(area.x + area.width * 0.8, area.y + area.height * 0.8);
        page.mouse().up();

        assertThat(page).hasURL(Pattern.compile("box=0\\.[0-9%C.]+"));
        assertThat(page.locator(".hint")).containsText("the part in the box");
        assertThat(page.locator(".cell .score").first()).isVisible();
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("search-box.png")));
    }

    @Test
    void clicksAndKeysSearchAndTheAddressShowsOthersTheSame() {
        Page page = browser.open("/");
        Locator first = page.locator(".tile").first();
        String name = first.getAttribute("title");
        first.click();
        assertThat(page).hasURL(Pattern.compile("/search\\?id="));
        assertThat(page.locator(".query-head h2")).hasAttribute("title", name);
        assertThat(page.locator(".cell .score").first()).isVisible();

        page.locator(".tile").first().focus();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Shift+ArrowRight");
        assertThat(page.locator(".selection strong")).hasText("2 pictures");
        page.keyboard().press("Escape");
        assertThat(page.locator(".selection")).hasCount(0);
        page.keyboard().press("/");
        assertThat(page.locator("[data-filter]")).isFocused();
        page.keyboard().press("Escape");
        page.keyboard().press("?");
        assertThat(page.locator("dialog.help")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog.help")).hasCount(0);

        List<String> shown = titles(page);
        Page colleague = browser.open(URI.create(page.url()).getRawPath() + "?"
                + URI.create(page.url()).getRawQuery());
        assertThat(colleague.locator(".cell .score").first()).isVisible();
        assertThat(titles(colleague)).isEqualTo(shown);
    }

    @Test
    void aClustersNameIsSeenInASearchUntilItIsTakenBack() {
        Page page = browser.open("/clusters");
        Locator card = page.locator(".card").first();
        card.getByText("Name it").click();
        page.keyboard().type("named by a test");
        page.keyboard().press("Enter");
        assertThat(page.locator(".toast")).containsText("named by a test");
        assertThat(page.locator(".card strong").first()).hasText("named by a test");

        Page search = browser.open("/search?label=named+by+a+test");
        assertThat(search.locator(".cell .chip").first()).hasText("named by a test");

        page.locator(".toast").getByText("Undo").click();
        assertThat(page.locator(".card strong").first()).hasText("no name");
        search.reload();
        assertThat(search.locator(".empty h2")).hasText("Nothing like that");
    }

    @Test
    void aLassoOnTheMapSelectsPictures() {
        Page page = browser.open("/map?by=cluster");
        assertThat(page.locator(".legend tbody tr").first()).isVisible();
        page.locator(".map-tools button").first().click();
        BoundingBox area = page.locator("canvas").boundingBox();
        page.mouse().move(area.x + 60, area.y + 60);
        page.mouse().down();
        for (double[] corner : new double[][] {{0.95, 0.07}, {0.95, 0.95}, {0.07, 0.95}, {0.07, 0.07}}) {
            page.mouse().move(area.x + area.width * corner[0], area.y + area.height * corner[1]);
        }
        page.mouse().up();

        assertThat(page.locator(".map-selection h2")).containsText("pictures selected");
        assertThat(page.locator(".map-selection .cell").first()).isVisible();
        page.locator(".legend .count").first().click();
        assertThat(page.locator(".map-selection h2"))
                .hasText(page.locator(".legend .count").first().textContent() + " pictures selected");
        page.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve("map-selection.png")));
    }

    @Test
    void aRefusedPictureIsListedWithItsReasonAndReplayed() {
        Page page = browser.open("/system?part=quarantine&code=IMAGE_CORRUPT");
        Locator rows = page.locator(".table tbody tr");
        assertThat(rows.first()).containsText("corrupt_idat.png");
        String before = page.locator(".results-head h2").textContent();

        rows.first().getByText("Replay").click();

        assertThat(page.locator(".toast")).containsText("Published 1 record again");
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            page.reload();
            assertThat(rows.first()).isVisible();
            return !page.locator(".results-head h2").textContent().equals(before);
        });
    }

    @Test
    void anotherSpaceAnswersOnlyAfterAQuestionAndSoDoesTheOneBefore() {
        Page page = browser.open("/system");
        Locator fitted = page.locator(".table tbody tr").filter(new Locator.FilterOptions().setHasText("active"));
        String space = fitted.locator("code").textContent();
        page.locator(".table .button").first().click();
        page.locator("dialog").getByText("Leave it").click();
        assertThat(fitted.locator("code")).hasText(space);

        page.locator(".table .button").first().click();
        page.locator("dialog .primary").click();
        assertThat(page.locator(".toast")).containsText("answers searches now");
        assertThat(fitted.locator("code")).not().hasText(space);

        page.locator(".table tbody tr")
                .filter(new Locator.FilterOptions().setHasText(space))
                .locator(".button")
                .click();
        page.locator("dialog .primary").click();
        assertThat(fitted.locator("code")).hasText(space);
    }

    @ParameterizedTest
    @CsvSource({"light, 1280, 860", "dark, 1280, 860", "light, 360, 740"})
    void everyViewIsAccessibleAndFitsItsWindow(String scheme, int width, int height) {
        String id = URLEncoder.encode(picture, StandardCharsets.UTF_8);
        Map<String, String> views = Map.of(
                "start", "/",
                "search", "/search?id=" + id,
                "clusters", "/clusters",
                "map", "/map?by=cluster",
                "picture", "/picture?id=" + id,
                "system", "/system",
                "quarantine", "/system?part=quarantine");
        views.forEach((name, path) -> {
            Page page =
                    browser.open(path, width, height, ColorScheme.valueOf(scheme.toUpperCase(java.util.Locale.ROOT)));
            assertThat(page.locator(TELLING.getOrDefault(name, ".cell")).first())
                    .isAttached();
            page.waitForLoadState(com.microsoft.playwright.options.LoadState.NETWORKIDLE);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve("%s-%s-%d.png".formatted(name, scheme, width))));
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as("%s does not scroll sideways", name)
                    .isLessThanOrEqualTo(width);
            List<String> violations = new AxeBuilder(page)
                    .setLegacyMode(true).analyze().getViolations().stream()
                            .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                            .map(ExplorerPageIT::told)
                            .toList();
            assertThat(violations).as("%s, %s, %d pixels", name, scheme, width).isEmpty();
            page.context().close();
        });
    }

    private static String told(Rule rule) {
        return rule.getId() + ": "
                + rule.getNodes().stream()
                        .limit(3)
                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                        .collect(Collectors.joining("\n"));
    }

    private static List<String> titles(Page page) {
        return page.locator(".tile").all().stream()
                .map(tile -> tile.getAttribute("title"))
                .toList();
    }
}
