package org.lookalike.explorer;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;

import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.lookalike.admin.images.ImageTracer;
import org.lookalike.admin.quarantine.RefusalReplay;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.client.LabelPublisher;
import org.lookalike.client.SearchClientConfig;
import org.lookalike.explorer.api.HoldingCollections;
import org.lookalike.explorer.api.LabelRoutes;
import org.lookalike.explorer.api.ListRoutes;
import org.lookalike.explorer.api.MapRoutes;
import org.lookalike.explorer.api.OperationRoutes;
import org.lookalike.explorer.api.PictureRoutes;
import org.lookalike.explorer.api.SearchRoutes;
import org.lookalike.explorer.api.Searches;
import org.lookalike.explorer.catalogue.ImageCatalogue;
import org.lookalike.explorer.catalogue.SystemView;
import org.lookalike.explorer.image.ImagePixels;
import org.lookalike.explorer.image.QueryImages;
import org.lookalike.explorer.image.StoredImages;
import org.lookalike.explorer.image.ThumbnailStore;
import org.lookalike.explorer.map.CurrentMap;
import org.lookalike.explorer.web.ExplorerServer;
import org.lookalike.explorer.web.ExplorerServer.Route;
import org.lookalike.explorer.web.WebConfig;
import org.lookalike.imaging.decode.HeaderValidator;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.labels.LabelFeed;
import org.lookalike.labels.Labels;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.Spaces;
import org.lookalike.spaces.map.ImageMap;
import org.lookalike.spaces.map.ImageMapFeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The explorer service: a page for people, and the HTTP API that it uses. It asks on topics like any other application. */
public final class Explorer {
    /** The descriptor by which {@link ServiceRunner} and the stand-alone system run this service. */
    public static final ServiceDescriptor<ExplorerConfig> SERVICE =
            new ServiceDescriptor<>("explorer", ExplorerConfig::from, Explorer::assemble);

    private static final Logger LOGGER = LoggerFactory.getLogger(Explorer.class);
    private static final String OPENAPI = "openapi.yaml";

    private final ExplorerServer server;

    private Explorer(ExplorerServer server) {
        this.server = server;
    }

    public static void main(String[] arguments) {
        ServiceRunner.run(SERVICE, arguments);
    }

    /** Puts the service together; it runs once the platform starts and ends when that is closed. */
    public static Explorer assemble(ExplorerConfig config, Platform platform) {
        WebConfig web = config.web();
        ImageStore store = platform.own(ImageStores.open(config.store()));
        MaterialisedTopic<Spaces> spaces = SpaceFeed.of(platform);
        MaterialisedTopic<Labels> labels = LabelFeed.of(platform);
        MaterialisedTopic<ImageMap> map = ImageMapFeed.of(platform);
        ImageCatalogue catalogue =
                new ImageCatalogue(platform.clients(), platform.codec(), spaces::current, config.maxImages());
        platform.run("explorer-catalogue", catalogue);
        SystemView view = new SystemView(spaces::current, labels::current, map::current, catalogue::current);

        ImagePixels pixels = new ImagePixels(config.decode());
        StoredImages images = new StoredImages(store, config.decode().maxBytes());
        ThumbnailStore thumbnails = new ThumbnailStore(images, pixels, web.thumbnailMemory());
        catalogue.onDeletion(thumbnails::forget);
        QueryImages queries = new QueryImages(pixels, web.uploadMemory(), web.uploadsKept());
        SearchClientConfig client = client(config.kafka());
        Searches searches = platform.own(new Searches(client));
        LabelPublisher publisher = platform.own(LabelPublisher.open(client, "explorer"));

        ImageTracer tracer = new ImageTracer(
                platform.clients(), platform.codec(), store, new HoldingCollections(searches, spaces::current));
        List<Route> routes = routes(
                new SearchRoutes(searches, queries, images, pixels, thumbnails, web.maxUpload(), web.searchTimeout()),
                new PictureRoutes(view, tracer, images, thumbnails, new HeaderValidator(config.decode())),
                new ListRoutes(view),
                new LabelRoutes(view, publisher),
                new MapRoutes(view, new CurrentMap(view)),
                operations(config, platform, store));
        ExplorerServer server = platform.own(new ExplorerServer(web, routes, openApi(), platform.metrics()));
        platform.run("explorer-http", server::start);
        Gauge.builder(
                        "lookalike.explorer.pictures",
                        () -> catalogue.current().newestFirst().size())
                .description("Pictures that the page lists, counts and shows on its map")
                .register(platform.metrics());
        Gauge.builder("lookalike.explorer.thumbnail.bytes", thumbnails::bytes)
                .description("Bytes of the thumbnails in memory")
                .baseUnit("bytes")
                .register(platform.metrics());
        return new Explorer(server);
    }

    private static OperationRoutes operations(ExplorerConfig config, Platform platform, ImageStore store) {
        TopicScanner topics = new TopicScanner(platform.clients());
        SpaceTopics spaces =
                platform.own(new SpaceTopics(config.kafka(), problem -> LOGGER.debug("passed over: {}", problem)));
        return new OperationRoutes(
                spaces,
                topics,
                platform.codec(),
                new RefusalReplay(
                        topics,
                        store,
                        new Records(platform.codec()),
                        config.decode().maxBytes()),
                new RecordSender(platform.producer()));
    }

    static List<Route> routes(
            SearchRoutes searches,
            PictureRoutes pictures,
            ListRoutes lists,
            LabelRoutes labels,
            MapRoutes map,
            OperationRoutes operations) {
        return List.of(
                new Route(GET, "/v1/searches", searches::search),
                new Route(POST, "/v1/queries", searches::upload),
                new Route(GET, "/v1/queries/thumbnail", searches::uploadThumbnail),
                new Route(GET, "/v1/pictures", pictures::list),
                new Route(GET, "/v1/picture", pictures::one),
                new Route(GET, "/v1/picture/thumbnail", pictures::thumbnail),
                new Route(GET, "/v1/picture/file", pictures::file),
                new Route(GET, "/v1/facets", lists::facets),
                new Route(GET, "/v1/clusters", lists::clusters),
                new Route(GET, "/v1/labels", lists::labels),
                new Route(POST, "/v1/labels", labels::label),
                new Route(POST, "/v1/labels/undo", labels::undo),
                new Route(GET, "/v1/map", map::columns),
                new Route(GET, "/v1/map/labels", map::labels),
                new Route(POST, "/v1/map/pictures", map::pictures),
                new Route(GET, "/v1/spaces", operations::spaces),
                new Route(POST, "/v1/spaces/activate", operations::activate),
                new Route(GET, "/v1/quarantine", operations::quarantine),
                new Route(POST, "/v1/quarantine/replay", operations::replay),
                new Route(GET, "/v1/alerts", operations::alerts));
    }

    private static SearchClientConfig client(KafkaConfig kafka) {
        return SearchClientConfig.at(kafka.bootstrapServers(), kafka.registryUrl())
                .withClientId("explorer")
                .withClientProperties(Map.copyOf(kafka.clientProperties()));
    }

    private static byte[] openApi() {
        try (InputStream in = Explorer.class.getResourceAsStream(OPENAPI)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + OPENAPI);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the page is, once the service has started. */
    public CompletableFuture<URI> address() {
        return server.address();
    }
}
