package dev.fairlead.catalog.seed;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads catalog files into a listing. The README beside the module describes the format. */
public final class SeedReader {

    private static final Pattern MODEL_FILE = Pattern.compile("models/(.+)\\.yaml");
    private static final Pattern PROVIDER_FILE = Pattern.compile("providers/(.+)\\.yaml");
    private static final Pattern AUTHOR = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Set<String> FILE_FIELDS = Set.of("author", "models");

    private final List<SeedFault> faults = new ArrayList<>();
    private final List<ListedProvider> providers = new ArrayList<>();
    private final List<ListedModel> models = new ArrayList<>();
    private final SeedNames names = new SeedNames(faults);

    private SeedReader() {}

    /**
     * Reads and checks all files.
     *
     * @throws SeedException with every fault, if there is one
     */
    public static Listing read(List<SeedFile> files) {
        SeedReader reader = new SeedReader();
        files.forEach(reader::readFile);
        reader.names.checkReferences();
        if (!reader.faults.isEmpty()) {
            reader.faults.sort(Comparator.comparing(SeedFault::file).thenComparingInt(SeedFault::line));
            throw new SeedException(reader.faults);
        }
        return Listing.of(reader.providers, reader.models);
    }

    private void readFile(SeedFile file) {
        Node root = compose(file);
        if (root == null) {
            return;
        }
        var providerFile = PROVIDER_FILE.matcher(file.name());
        var modelFile = MODEL_FILE.matcher(file.name());
        if (providerFile.matches()) {
            readProvider(file.name(), root, providerFile.group(1));
        } else if (modelFile.matches()) {
            readModels(file.name(), root, modelFile.group(1));
        } else {
            faults.add(new SeedFault(file.name(), 1, "", "is neither providers/<id>.yaml nor models/<author>.yaml"));
        }
    }

    private @Nullable Node compose(SeedFile file) {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(file.text()));
            if (root == null) {
                faults.add(new SeedFault(file.name(), 1, "", "is empty"));
            }
            return root;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            faults.add(new SeedFault(file.name(), line, "", "is not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            faults.add(new SeedFault(file.name(), 1, "", "is not YAML: " + e.getMessage()));
        }
        return null;
    }

    private void readProvider(String file, Node root, String idOfFile) {
        SeedFields fields = new SeedFields(file, "", root, ProviderFields.KNOWN, faults);
        ListedProvider provider = ProviderFields.read(fields);
        if (!provider.id().isEmpty() && !provider.id().equals(idOfFile)) {
            fields.fault("provider", "'" + provider.id() + "' does not go by the name of its file");
        }
        names.provider(provider.id(), fields.place("provider"));
        providers.add(provider);
    }

    private void readModels(String file, Node root, String authorOfFile) {
        SeedFields fields = new SeedFields(file, "", root, FILE_FIELDS, faults);
        String author = fields.text("author", AUTHOR, "an author's slug");
        if (!author.isEmpty() && !author.equals(authorOfFile)) {
            fields.fault("author", "'" + author + "' does not go by the name of its file");
        }
        for (SeedFields modelFields : fields.someMappings("models", ModelFields.KNOWN)) {
            ListedModel model = ModelFields.read(modelFields, author, names);
            names.model(model.id(), modelFields.place("slug"));
            for (String alias : model.aliases()) {
                names.alias(alias, modelFields.place("aliases"));
            }
            models.add(model);
        }
    }
}
