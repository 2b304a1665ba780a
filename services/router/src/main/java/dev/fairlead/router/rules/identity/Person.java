package dev.fairlead.router.rules.identity;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a token, and what that lets them do: an operator everything, an admin what belongs to an organisation of
 * theirs, a developer its presets; everybody in an organisation may look at what holds for it.
 *
 * @param name for the trail of changes
 * @param organisations their own
 */
public record Person(String name, boolean isOperator, boolean isAdmin, boolean isDeveloper, Set<String> organisations) {

    /** Header with which somebody of several organisations says which one is meant. */
    public static final String ORGANISATION_HEADER = "X-Organisation";

    private static final String GROUP_PREFIX = "/organisations/";

    public Person {
        organisations = Set.copyOf(organisations);
    }

    /** The one that a token is about; nothing is believed of what a request says of itself. */
    public static Person of(SecurityIdentity identity) {
        Set<String> organisations = new TreeSet<>();
        if (identity.getPrincipal() instanceof JsonWebToken token && token.getGroups() != null) {
            for (String group : token.getGroups()) {
                String id = group.startsWith(GROUP_PREFIX) ? group.substring(GROUP_PREFIX.length()) : "";
                if (OrganisationId.isValid(id)) {
                    organisations.add(id);
                }
            }
        }
        return new Person(
                identity.getPrincipal().getName(),
                identity.hasRole(Roles.OPERATOR),
                identity.hasRole(Roles.ADMIN),
                identity.hasRole(Roles.DEVELOPER),
                organisations);
    }

    /** Whether they may look at what an organisation has written; null for what holds for everybody, which all may. */
    public boolean maySee(@Nullable OrganisationId owner) {
        return isOperator || owner == null || organisations.contains(owner.value());
    }

    /** Whether they may write policies and defaults of an organisation; null for everybody's. */
    public boolean mayRule(@Nullable OrganisationId owner) {
        return isOperator || (isAdmin && owner != null && organisations.contains(owner.value()));
    }

    /** Whether they may write presets of an organisation. */
    public boolean mayWritePresets(OrganisationId owner) {
        return mayRule(owner) || (isDeveloper && organisations.contains(owner.value()));
    }

    /**
     * The organisation that a request is for.
     *
     * @param chosen what the header {@link #ORGANISATION_HEADER} says; null if it is not there
     * @throws ProblemException 403 if they do not belong to it, or to none, or do not say to which of several
     */
    public OrganisationId organisation(@Nullable String chosen) {
        if (chosen == null) {
            return onlyOne();
        }
        if (isOperator ? !OrganisationId.isValid(chosen) : !organisations.contains(chosen)) {
            throw forbidden(
                    "Your account does not belong to the organisation in the header " + ORGANISATION_HEADER + ".");
        }
        return new OrganisationId(chosen);
    }

    private OrganisationId onlyOne() {
        List<String> mine = List.copyOf(organisations);
        if (mine.isEmpty()) {
            throw forbidden("Your account belongs to no organisation.");
        }
        if (mine.size() > 1) {
            throw forbidden("Your account belongs to several organisations: name one in the header "
                    + ORGANISATION_HEADER + ".");
        }
        return new OrganisationId(mine.getFirst());
    }

    /** A refusal with 403. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(Problem.of(403, "Forbidden", detail));
    }
}
