package org.lookalike.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Debian's Chromium without a screen, and what its pages complained of. */
final class BrowserFixture implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final long INSTALL_MINUTES = 10;
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    /** A machine that runs all tests at once is slow. */
    private static final double TIMEOUT_MS = 60_000;

    private final URI address;
    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    BrowserFixture(URI address) {
        this.address = address;
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MS);
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setArgs(FLAGS));
    }

    /** The browser; installed where that is possible. */
    private static synchronized Path chromium() {
        if (Files.isExecutable(CHROMIUM)) {
            return CHROMIUM;
        }
        try {
            if ("root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
                System.out.println("installing Chromium for the tests of the page");
                // A fresh machine has no list of packages yet.
                run("apt-get", "update");
                run("apt-get", "install", "--yes", "--no-install-recommends", "chromium");
            }
        } catch (IOException e) {
            throw new IllegalStateException(missing(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(missing(), e);
        }
        if (!Files.isExecutable(CHROMIUM)) {
            throw new IllegalStateException(missing());
        }
        return CHROMIUM;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
    }

    private static String missing() {
        return "the tests of the page need Chromium at %s: install it (Debian: apt-get install chromium)"
                .formatted(CHROMIUM);
    }

    /**
     * A new page in a context of its own.
     *
     * @param path within the explorer, with its query
     */
    Page open(String path, int width, int height, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId("UTC"));
        context.setDefaultTimeout(TIMEOUT_MS);
        Page page = context.newPage();
        page.onPageError(error -> complaints.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add("console: " + message.text() + " " + message.location());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(address.toString())
                    && !request.url().startsWith("blob:")
                    && !request.url().startsWith("data:")) {
                complaints.add("foreign request: " + request.url());
            }
        });
        page.navigate(address.resolve(path).toString());
        return page;
    }

    /** A wide, light page. */
    Page open(String path) {
        return open(path, 1_280, 860, ColorScheme.LIGHT);
    }

    /** What pages complained of since the last time: errors, and requests to other hosts. */
    List<String> complaints() {
        List<String> all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
