package io.flowforge.seed.part;

import io.flowforge.seed.provider.UserCreation;
import io.flowforge.seed.user.IdentityProviders;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the seeder does.
 *
 * @param parts what is loaded; files of other parts are not read, and references to them are looked
 *     up in the stores
 * @param providers what {@code user.csv} may name as identity providers
 * @param creation creates the users at the identity provider; null to write to the stores only
 * @param isDryRun whether nothing is written, neither to the stores nor to the identity provider
 */
public record SeedOptions(
    Set<SeedPart> parts,
    IdentityProviders providers,
    @Nullable UserCreation creation,
    boolean isDryRun) {

  public SeedOptions {
    parts = Set.copyOf(parts);
  }

  /** Returns options that load everything, to the stores only. */
  public static SeedOptions everything() {
    return new SeedOptions(EnumSet.allOf(SeedPart.class), IdentityProviders.ofAuth0(), null, false);
  }

  public boolean has(SeedPart part) {
    return parts.contains(part);
  }
}
