package dev.fairlead.catalog.store;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What facts speak for: what they do not list within it is gone, everything else stays as it is.
 *
 * @param providers whose endpoints they list; null for all
 * @param authors whose models they list; null for all
 */
public record MergeScope(
        @Nullable Set<String> providers, @Nullable Set<String> authors) {

    public static final MergeScope ALL = new MergeScope(null, null);

    public MergeScope {
        providers = providers == null ? null : Set.copyOf(providers);
        authors = authors == null ? null : Set.copyOf(authors);
    }

    /** Whether they speak for this provider. */
    public boolean hasProvider(String id) {
        return providers == null || providers.contains(id);
    }

    /** Whether they speak for this author. */
    public boolean hasAuthor(String author) {
        return authors == null || authors.contains(author);
    }
}
