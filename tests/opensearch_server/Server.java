import java.nio.file.Path;
import java.util.List;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** One node of OpenSearch, of its released modules, on a free port of this machine. */
public final class Server {
    private static final class OneNode extends Node {
        OneNode(Environment environment, List<Class<? extends Plugin>> plugins) {
            super(environment, plugins, true);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Settings settings = Settings.builder()
            .put("path.home", home).put("cluster.name", "test").put("node.name", "test")
            .put("discovery.type", "single-node").put("transport.type", "netty4").put("http.type", "netty4")
            .put("network.host", "127.0.0.1").put("http.port", "0").put("transport.port", "0")
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
        Node node = new OneNode(new Environment(settings, home.resolve("config")),
            List.of(Netty4Plugin.class, CommonAnalysisPlugin.class));
        node.start();
        int port = node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
        System.out.println("port " + port);
        System.out.flush();
        System.in.read();  // until whoever started it closes it
        node.close();
        System.exit(0);
    }
}
