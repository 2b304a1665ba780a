package dev.fairlead.catalog.seed;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.catalog.seed.ModelFields.Read;
import dev.fairlead.catalog.seed.SeedFields.Place;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads catalog files into a listing. A file holds one or more documents, each of which is a provider with its endpoints
 * or an author's models; the README beside the module describes them.
 */
public final class SeedReader {

    private static final Pattern MODEL_FILE = Pattern.compile("models/([^/]+)\\.yaml");
    private static final Pattern PROVIDER_FILE = Pattern.compile("providers/([^/]+)\\.yaml");
    private static final Pattern AUTHOR = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final String AUTHOR_KEY = "author";
    private static final Set<String> AUTHOR_FIELDS = Set.of(AUTHOR_KEY, "models");

    /** More than any catalog has; whoever hands in files bounds them before. */
    private static final int CODE_POINTS = 256 << 20;

    private final Listing known;
    private final Origin origin;
    private final List<SeedFault> faults = new ArrayList<>();
    private final SeedNames names;
    private final Map<String, ListedProvider> providers = new TreeMap<>();
    private final Map<String, Read> models = new TreeMap<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, List<Priced>> endpoints = new TreeMap<>();

    /** An endpoint that is read once all models are. */
    private record Draft(String provider, SeedFields fields) {}

    private record Priced(ListedEndpoint endpoint, Place price) {}

    private SeedReader(Listing known, Origin origin) {
        this.known = known;
        this.origin = origin;
        this.names = new SeedNames(known, faults);
    }

    /**
     * Reads and checks all files of a catalog.
     *
     * @throws SeedException with every fault, if there is one
     */
    public static Listing read(List<SeedFile> files) {
        return new SeedReader(Listing.EMPTY, Origin.FILES).listing(files);
    }

    /**
     * Reads and checks files that add to what is known, such as those that an operator imports. They may refer to models
     * that only {@code known} has, and a document that names a provider and gives nothing but endpoints refers to the
     * known provider. A price that is beyond belief is no fault here: its status is {@link PriceStatus#SUSPECT}.
     *
     * @return what the files say, of origin {@link Origin#IMPORT}; a model or provider that they only refer to is in it
     *     as it is known, with the endpoints that the files give
     * @throws SeedException with every fault, if there is one
     */
    public static Listing read(List<SeedFile> files, Listing known) {
        return new SeedReader(known, Origin.IMPORT).listing(files);
    }

    private Listing listing(List<SeedFile> files) {
        files.forEach(this::readFile);
        drafts.forEach(this::readEndpoint);
        names.check();
        List<ListedModel> listed = new ArrayList<>();
        models.forEach((id, read) -> listed.add(read.model().withEndpoints(checked(read.model()))));
        if (!faults.isEmpty()) {
            faults.sort(Comparator.comparing(SeedFault::file).thenComparingInt(SeedFault::line));
            throw new SeedException(faults);
        }
        return Listing.of(providers.values(), listed);
    }

    private void readFile(SeedFile file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(CODE_POINTS);
        int documents = 0;
        try {
            for (Node root : new Yaml(options).composeAll(new StringReader(file.text()))) {
                documents++;
                readDocument(file.name(), root);
            }
            if (documents == 0) {
                faults.add(new SeedFault(file.name(), 1, "", "is empty"));
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            faults.add(new SeedFault(file.name(), line, "", "is not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            faults.add(new SeedFault(file.name(), 1, "", "is not YAML: " + e.getMessage()));
        }
    }

    private void readDocument(String file, Node root) {
        Matcher providerFile = PROVIDER_FILE.matcher(file);
        Matcher modelFile = MODEL_FILE.matcher(file);
        if (providerFile.matches() || (!modelFile.matches() && hasField(root, ProviderFields.KEY))) {
            readProvider(file, root, providerFile);
        } else if (modelFile.matches() || hasField(root, AUTHOR_KEY)) {
            readModels(file, root, modelFile);
        } else {
            faults.add(new SeedFault(
                    file,
                    root.getStartMark().getLine() + 1,
                    "",
                    "is neither a provider (field 'provider') nor an author's models (field 'author')"));
        }
    }

    private static boolean hasField(Node root, String name) {
        return root instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals(name));
    }

    private void readProvider(String file, Node root, Matcher providerFile) {
        SeedFields fields = new SeedFields(file, "", root, ProviderFields.KNOWN, faults);
        ListedProvider reference = ProviderFields.isReference(fields)
                ? known.providers().get(fields.textOr(ProviderFields.KEY, ""))
                : null;
        ListedProvider provider = reference == null ? ProviderFields.read(fields, origin) : reference;
        checkFileName(fields, ProviderFields.KEY, provider.id(), providerFile);
        names.provider(provider.id(), fields.place(ProviderFields.KEY));
        providers.put(provider.id(), provider);
        for (SeedFields endpoint : fields.mappings(ProviderFields.ENDPOINTS, EndpointFields.KNOWN)) {
            drafts.add(new Draft(provider.id(), endpoint));
        }
    }

    private void readModels(String file, Node root, Matcher modelFile) {
        SeedFields fields = new SeedFields(file, "", root, AUTHOR_FIELDS, faults);
        String author = fields.text(AUTHOR_KEY, AUTHOR, "an author's slug");
        checkFileName(fields, AUTHOR_KEY, author, modelFile);
        names.author(author);
        List<SeedFields> listed = fields.mappings("models", ModelFields.KNOWN);
        if (listed.isEmpty()) {
            fields.fault("models", "is missing or empty");
        }
        for (SeedFields modelFields : listed) {
            Read read = ModelFields.read(modelFields, author, origin);
            names.model(read.model(), modelFields);
            models.put(read.model().id(), read);
        }
    }

    private static void checkFileName(SeedFields fields, String field, String name, Matcher file) {
        if (!name.isEmpty() && file.matches() && !name.equals(file.group(1))) {
            fields.fault(field, "'" + name + "' does not go by the name of its file");
        }
    }

    private void readEndpoint(Draft draft) {
        SeedFields fields = draft.fields();
        String id = EndpointFields.model(fields);
        Read read = models.get(id);
        ListedModel knownModel = known.models().get(id);
        if (read == null && knownModel != null) {
            read = new Read(knownModel, 0);
            models.put(id, read);
        }
        if (read == null) {
            if (!id.isEmpty()) {
                fields.fault("model", names.unknownModel(id));
            }
            return;
        }
        ListedEndpoint endpoint =
                EndpointFields.read(fields, draft.provider(), read.model(), read.maxOutputTokens(), origin);
        names.endpoint(endpoint.id(), fields.place("upstream_model"));
        endpoints.computeIfAbsent(id, model -> new ArrayList<>()).add(new Priced(endpoint, fields.place("price")));
    }

    /** The endpoints of a model; a price beyond belief is a fault in a catalog, and a doubt in what is imported. */
    private List<ListedEndpoint> checked(ListedModel model) {
        List<ListedEndpoint> checked = new ArrayList<>();
        for (Priced priced : endpoints.getOrDefault(model.id(), List.of())) {
            ListedEndpoint endpoint = priced.endpoint();
            Optional<String> absurd = absurdity(model, endpoint);
            if (absurd.isPresent() && origin == Origin.FILES) {
                faults.add(priced.price().fault(absurd.get() + "; if it is meant, its status is suspect"));
            }
            checked.add(
                    absurd.isPresent() && origin != Origin.FILES
                            ? endpoint.withPrices(PriceStatus.SUSPECT, endpoint.prices(), origin)
                            : endpoint);
        }
        return checked;
    }

    private Optional<String> absurdity(ListedModel model, ListedEndpoint endpoint) {
        PriceList prices = endpoint.prices();
        if (prices == null || endpoint.priceStatus() == PriceStatus.SUSPECT) {
            return Optional.empty();
        }
        List<PriceList> others = new ArrayList<>();
        endpoints.getOrDefault(model.id(), List.of()).stream()
                .map(Priced::endpoint)
                .filter(other -> !other.id().equals(endpoint.id()))
                .forEach(other -> addPrices(other, others));
        ListedModel before = known.models().get(model.id());
        if (before != null) {
            before.endpoints().forEach(other -> addPrices(other, others));
        }
        return AbsurdPrices.reason(prices, others);
    }

    private static void addPrices(ListedEndpoint endpoint, List<PriceList> prices) {
        if (endpoint.prices() != null && endpoint.priceStatus() != PriceStatus.SUSPECT) {
            prices.add(endpoint.prices());
        }
    }
}
