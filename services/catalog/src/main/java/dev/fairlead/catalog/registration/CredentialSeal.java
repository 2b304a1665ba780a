package dev.fairlead.catalog.registration;

import java.util.List;
import java.util.function.Predicate;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.platform.secret.SealBrokenException;
import dev.fairlead.platform.secret.SecretKeys;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Seals credentials; what is sealed can only be opened for the same provider. */
@Singleton
class CredentialSeal {

    private static final Logger LOG = Logger.getLogger(CredentialSeal.class);

    private final SecretKeys keys;

    CredentialSeal(SecretKeys keys) {
        this.keys = keys;
    }

    /** Reading the keys ends the start if they are faulty. */
    void start(@Observes StartupEvent event) {
        if (!keys.canSeal()) {
            LOG.infof("%s is not set: credentials of providers cannot be entered", SecretKeys.SETTING);
        }
    }

    /** The credential that a request sets, sealed; null if it sets none. */
    @Nullable
    String credential(Fields fields, String provider) {
        String credential = fields.optional("credential", Formats.CREDENTIAL);
        if (credential == null) {
            return null;
        }
        if (!keys.canSeal()) {
            throw new ProblemException(Problem.ofField(
                    409, "No key", "credential", "cannot be stored: the operator has not set " + SecretKeys.SETTING));
        }
        return keys.seal(credential, provider);
    }

    /** The listing with every credential sealed by the newest key that can be opened. */
    Listing again(Listing listing) {
        if (!keys.canSeal()) {
            throw new ProblemException(
                    Problem.of(409, "No key", "There is no key to seal with: set " + SecretKeys.SETTING + "."));
        }
        ListingEdit edit = new ListingEdit(listing);
        for (ListedProvider provider : listing.providers().values()) {
            String sealed = provider.sealedCredential();
            if (sealed != null && !keys.isSealedWithFirstKey(sealed)) {
                reseal(provider, sealed, edit);
            }
        }
        return edit.done();
    }

    private void reseal(ListedProvider provider, String sealed, ListingEdit edit) {
        try {
            String credential = keys.open(sealed, provider.id());
            edit.put(provider.withCredential(keys.seal(credential, provider.id())));
        } catch (SealBrokenException e) {
            LOG.warnf("the credential of the provider '%s' stays as it is: %s", provider.id(), e.reason());
        }
    }

    /** The providers whose credentials are sealed with the newest key. */
    List<String> withNewestKey(Listing listing) {
        return providersWhose(listing, keys::isSealedWithFirstKey);
    }

    /** The providers whose credentials are not. */
    List<String> withOlderKeys(Listing listing) {
        return providersWhose(listing, credential -> !keys.isSealedWithFirstKey(credential));
    }

    private static List<String> providersWhose(Listing listing, Predicate<String> condition) {
        return listing.providers().values().stream()
                .filter(provider -> provider.sealedCredential() != null && condition.test(provider.sealedCredential()))
                .map(ListedProvider::id)
                .toList();
    }
}
