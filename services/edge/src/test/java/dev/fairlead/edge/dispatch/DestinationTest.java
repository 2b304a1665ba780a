package dev.fairlead.edge.dispatch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.fairlead.edge.telemetry.RequestMetrics;
import dev.fairlead.platform.network.AddressCheck;
import dev.fairlead.platform.network.AllowedNetworks;
import dev.fairlead.platform.network.BaseUrl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DestinationTest {

    private static final AddressCheck STRICT = new AddressCheck(AllowedNetworks.NONE);
    private static final AddressCheck LOOPBACK = new AddressCheck(AllowedNetworks.parse("127.0.0.0/8"));

    private static Vertx vertx;
    private static HttpClient client;
    private static HttpServer server;

    private final List<String> lookUps = new ArrayList<>();
    private List<String> addresses = List.of("203.0.113.7");
    private boolean resolverAnswers = true;
    private long now = 1_000;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        client = vertx.createHttpClient();
        server = await(vertx.createHttpServer()
                .requestHandler(request -> request.response().end(request.authority() + " " + request.uri()))
                .listen(0, "127.0.0.1"));
    }

    @AfterAll
    static void stop() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** As in the edge: from another thread a body could come before anybody asks for it. */
    private static <T> Future<T> onEventLoop(Supplier<Future<T>> work) {
        return Future.future(promise -> vertx.runOnContext(x -> work.get().onComplete(promise)));
    }

    private Destination destination(String url, AddressCheck check) {
        return new Destination(BaseUrl.parse(url), check, this::resolve, () -> now);
    }

    private Future<List<InetAddress>> resolve(String host) {
        lookUps.add(host);
        return resolverAnswers
                ? Future.succeededFuture(
                        addresses.stream().map(InetAddress::ofLiteral).toList())
                : Future.failedFuture(new UnknownHostException(host));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static String refusalOf(Future<SocketAddress> lookUp) {
        assertThat(lookUp.cause()).isInstanceOf(UnreachableException.class);
        return ((UnreachableException) lookUp.cause()).reason();
    }

    @Test
    void nameIsLookedUpOnceAndItsCheckedAddressIsUsed() throws UnreachableException {
        Destination destination = destination("https://api.example.com/v1", STRICT);

        assertThat(destination.server()).isNull();
        assertThat(destination.lookUp().result()).isEqualTo(SocketAddress.inetSocketAddress(443, "203.0.113.7"));
        assertThat(destination.server()).isEqualTo(SocketAddress.inetSocketAddress(443, "203.0.113.7"));
        assertThat(lookUps).containsExactly("api.example.com");
    }

    @Test
    void nameThatLaterMeansAPrivateAddressIsNeverConnectedToThere() throws UnreachableException {
        Destination destination = destination("https://rebind.example.com", STRICT);
        destination.lookUp();
        addresses = List.of("10.0.0.1");

        assertThat(destination.server()).isEqualTo(SocketAddress.inetSocketAddress(443, "203.0.113.7"));
        pass(Destination.FRESH);
        // The one that finds the name outdated still goes to the address that was checked.
        assertThat(destination.server()).isEqualTo(SocketAddress.inetSocketAddress(443, "203.0.113.7"));
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(destination::server)
                .withMessageContaining("a private address")
                .withMessageNotContaining("10.0.0.1");
    }

    @Test
    void refusedNameIsLookedUpAgainAfterAShortTime() throws UnreachableException {
        Destination destination = destination("https://api.example.com", STRICT);
        addresses = List.of("169.254.169.254");

        assertThat(refusalOf(destination.lookUp())).contains("metadata");
        assertThatExceptionOfType(UnreachableException.class).isThrownBy(destination::server);
        pass(Destination.REFUSED);
        addresses = List.of("203.0.113.7");

        assertThat(destination.server()).isNull();
        assertThat(destination.lookUp().succeeded()).isTrue();
        assertThat(destination.server()).isNotNull();
    }

    @Test
    void ofSeveralAddressesOnlyTheAllowedOnesAreUsedAndTheNextOneWhenOneFails() throws UnreachableException {
        Destination destination = destination("http://api.example.com", STRICT);
        addresses = List.of("10.0.0.1", "203.0.113.7", "::1", "203.0.113.8");
        SocketAddress first = destination.lookUp().result();

        assertThat(first).isEqualTo(SocketAddress.inetSocketAddress(80, "203.0.113.7"));
        destination.failed(first);
        SocketAddress second = destination.server();
        assertThat(second).isEqualTo(SocketAddress.inetSocketAddress(80, "203.0.113.8"));
        destination.failed(first);
        assertThat(destination.server()).isEqualTo(second);
        destination.failed(SocketAddress.inetSocketAddress(80, "203.0.113.8"));
        assertThat(destination.server()).isEqualTo(first);
    }

    @Test
    void whileTheResolverIsAwayTheLastCheckedAddressStaysGood() throws UnreachableException {
        Destination destination = destination("https://api.example.com", STRICT);
        destination.lookUp();
        resolverAnswers = false;

        pass(Destination.FRESH);
        assertThat(destination.server()).isNotNull();
        pass(Destination.STALE.plus(Destination.FRESH));
        assertThat(destination.server()).isNull();
        assertThat(destination.lookUp().succeeded()).isTrue();
        assertThat(destination.server()).isNotNull();
    }

    @Test
    void nameThatNobodyKnowsIsAClearFailure() {
        resolverAnswers = false;

        assertThat(refusalOf(destination("https://api.example.com", STRICT).lookUp()))
                .contains("cannot be resolved");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080/v1",
                "http://10.0.0.1",
                "http://[::1]/v1",
                "http://[::ffff:10.0.0.1]",
                "http://169.254.169.254/latest",
                "http://127.0.0.1.",
                "http://[64:ff9b::a00:1]"
            })
    void addressThatIsNotPublicIsRefusedWithoutALookUp(String url) {
        Destination destination = destination(url, STRICT);

        assertThatExceptionOfType(UnreachableException.class).isThrownBy(destination::server);
        assertThat(lookUps).isEmpty();
    }

    @Test
    void literalAddressStaysGoodForever() throws UnreachableException {
        Destination destination = destination("http://203.0.113.7:8080", STRICT);

        pass(Destination.STALE.multipliedBy(100));

        assertThat(destination.server()).isEqualTo(SocketAddress.inetSocketAddress(8080, "203.0.113.7"));
        assertThat(lookUps).isEmpty();
    }

    @Test
    void connectionGoesToTheCheckedAddressUnderTheNameOfTheHost() throws Exception {
        addresses = List.of("127.0.0.1");
        String url = "http://no-name-server-knows-it.example:" + server.actualPort() + "/base/v1";
        Destination destination = destination(url, LOOPBACK);
        UpstreamClients.Connections connections = connections(destination);

        for (int i = 0; i < 2; i++) {
            RequestOptions options = destination.address(new RequestOptions().setMethod(HttpMethod.GET), "/chat");
            String seen = await(onEventLoop(() -> connections
                    .request(options)
                    .compose(connected -> connected.request().send())
                    .compose(response -> response.body())
                    .map(Object::toString)));

            assertThat(seen).isEqualTo("no-name-server-knows-it.example:" + server.actualPort() + " /base/v1/chat");
        }
        assertThat(lookUps).hasSize(1);
    }

    @Test
    void nothingIsConnectedToWhatIsRefused() {
        Destination destination = destination("http://127.0.0.1:" + server.actualPort(), STRICT);
        UpstreamClients.Connections connections = connections(destination);

        Future<UpstreamClients.Connected> request = connections.request(new RequestOptions());

        assertThat(request.failed()).isTrue();
        assertThat(request.cause()).isInstanceOf(UnreachableException.class);
    }

    private UpstreamClients.Connections connections(Destination destination) {
        UpstreamClients.Loop loop = new UpstreamClients.Loop(client, client, new IdentityHashMap<>());
        return new UpstreamClients.Connections(loop, destination, new RequestMetrics(new SimpleMeterRegistry()));
    }

    @Test
    void baseUrlThatIsNoneFailsItsOwnRequestsOnly() {
        Destinations destinations = new Destinations(LOOPBACK, this::resolve, () -> now);

        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> destinations.of("nonsense").server());
        assertThat(destinations.of("http://127.0.0.1/v1")).isSameAs(destinations.of("http://127.0.0.1/v1"));
    }
}
