package dev.fairlead.router.rules.presets;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.platform.policy.PolicyFault;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.router.rules.PresetVersion;
import dev.fairlead.router.rules.Rules;
import dev.fairlead.router.rules.identity.PresetOwner;
import dev.fairlead.router.rules.identity.PresetOwners;
import dev.fairlead.router.rules.publication.RulesKeeper;
import dev.fairlead.router.rules.store.RulesStore;
import io.smallrye.common.annotation.Blocking;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** An organisation's presets, for who shows one of its API keys, and for its people. */
@Path("/api/v1/presets")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
final class PresetRoutes {

    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 100;

    private final RulesKeeper keeper;
    private final RulesStore store;
    private final PresetOwners owners;
    private final ModelCheck models;
    private final HttpHeaders headers;

    PresetRoutes(RulesKeeper keeper, RulesStore store, PresetOwners owners, ModelCheck models, HttpHeaders headers) {
        this.keeper = keeper;
        this.store = store;
        this.owners = owners;
        this.models = models;
        this.headers = headers;
    }

    /** Those of the organisation, the latest changed first. */
    @GET
    public ObjectNode list(@RestQuery @Nullable String offset, @RestQuery @Nullable String limit) {
        return answer(() -> {
            List<PresetVersion> presets = keeper.current().presetsOf(owner().organisation()).stream()
                    .sorted(Comparator.comparing(PresetVersion::writtenAt).reversed())
                    .toList();
            return page(presets, offset, limit, PresetViews::preset);
        });
    }

    @GET
    @Path("/{slug}")
    public ObjectNode get(@RestPath String slug) {
        return answer(() -> data(PresetViews.withVersion(preset(keeper.current(), owner(), slug))));
    }

    /** All versions that are kept, the earliest first. */
    @GET
    @Path("/{slug}/versions")
    public ObjectNode versions(
            @RestPath String slug, @RestQuery @Nullable String offset, @RestQuery @Nullable String limit) {
        return answer(() ->
                page(store.versionsOf(preset(keeper.current(), owner(), slug)), offset, limit, PresetViews::version));
    }

    @GET
    @Path("/{slug}/versions/{version}")
    public ObjectNode version(@RestPath String slug, @RestPath String version) {
        return answer(() -> store.versionsOf(preset(keeper.current(), owner(), slug)).stream()
                .filter(one -> Integer.toString(one.version()).equals(version))
                .findFirst()
                .map(one -> data(PresetViews.version(one)))
                .orElseThrow(() -> Refusal.notFound("There is no such version of the preset.")));
    }

    /** Makes a preset, or its next version, of the body of a chat request. The same body again changes nothing. */
    @POST
    @Path("/{slug}/chat/completions")
    @Consumes(MediaType.WILDCARD)
    public ObjectNode write(@RestPath String slug, byte[] body) {
        return answer(() -> {
            PresetOwner owner = writer();
            PresetDraft draft = PresetDraft.read(owner.organisation(), slug, body);
            models.check(draft.config(), owner.organisation());
            Rules rules = keeper.change(
                            owner.author(),
                            edit -> edit.putPreset(
                                    owner.organisation(), slug, draft.config().toString(), draft.systemPrompt()))
                    .rules();
            return data(PresetViews.withVersion(preset(rules, owner, slug)));
        });
    }

    @DELETE
    @Path("/{slug}")
    public void delete(@RestPath String slug) {
        answer(() -> {
            PresetOwner owner = writer();
            keeper.change(owner.author(), edit -> {
                preset(edit.before(), owner, slug);
                edit.removePreset(owner.organisation(), slug);
            });
            return slug;
        });
    }

    private PresetOwner owner() {
        return owners.of(headers);
    }

    private PresetOwner writer() {
        PresetOwner owner = owner();
        if (!owner.mayWrite()) {
            throw Refusal.forbidden("The token's roles do not allow this.");
        }
        return owner;
    }

    private static PresetVersion preset(Rules rules, PresetOwner owner, String slug) {
        PresetVersion preset = rules.preset(owner.organisation(), slug);
        if (preset == null) {
            throw Refusal.notFound("There is no preset of that name.");
        }
        return preset;
    }

    private static ObjectNode data(ObjectNode view) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("data", view);
        return answer;
    }

    private static ObjectNode page(
            List<PresetVersion> all,
            @Nullable String offset,
            @Nullable String limit,
            Function<PresetVersion, ObjectNode> view) {
        int from = number("offset", offset, 0, 0, Integer.MAX_VALUE);
        int most = number("limit", limit, USUAL_PAGE, 1, LARGEST_PAGE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode data = answer.putArray("data");
        all.stream().skip(from).limit(most).map(view).forEach(data::add);
        return answer.put("total_count", all.size());
    }

    private static int number(String name, @Nullable String text, int usual, int least, int most) {
        if (text == null || text.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Refusal.invalid(name, "must be a whole number from " + least + " to " + most);
        }
        throw Refusal.invalid(name, "must be a whole number from " + least + " to " + most);
    }

    /** Whatever is refused on the way is refused in the form of these routes. */
    private static <T> T answer(Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException e) {
            throw Refusal.of(e);
        } catch (PolicyFault e) {
            throw Refusal.invalid(e.field(), e.detail());
        }
    }
}
