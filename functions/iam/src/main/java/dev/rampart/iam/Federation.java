package dev.rampart.iam;

import dev.rampart.policy.Condition;
import dev.rampart.policy.Statement;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Judges what a statement asks of the tokens of an identity provider.
///
/// @param name how the provider's condition keys begin: its host and path, or `saml`
/// @param label how sentences name it
record Federation(String name, String label) {
  private static final Pattern PROVIDER =
      Pattern.compile("arn:[^:]+:iam::\\d{12}:(oidc|saml)-provider/(.+)");
  private static final String COGNITO = "cognito-identity.amazonaws.com";
  private static final Set<String> BUILT_IN =
      Set.of(COGNITO, "accounts.google.com", "graph.facebook.com", "www.amazon.com");
  // They give tokens to whoever signs up, for any audience that is asked for.
  private static final Set<String> SHARED =
      Set.of(
          "agent.buildkite.com",
          "app.terraform.io",
          "gitlab.com",
          "token.actions.githubusercontent.com");
  // Claims of those that tell whose token it is.
  private static final Set<String> OWNERS =
      Set.of(
          "enterprise",
          "enterprise_id",
          "job_workflow_ref",
          "namespace_id",
          "namespace_path",
          "organization_id",
          "organization_slug",
          "project_id",
          "project_path",
          "repository",
          "repository_id",
          "repository_owner",
          "repository_owner_id",
          "sub",
          "workflow_ref");
  // How somebody signed in, or what every token of the provider says.
  private static final Set<String> SAYS_NOTHING = Set.of("amr", "iss", "sub_type");
  // Every token has them, so that "if it exists" and "for all values" hold nobody off the less.
  private static final Set<String> ALWAYS_THERE = Set.of("aud", "sub");
  private static final Set<String> WITHOUT_TOKEN =
      Set.of("sts:assumerole", "sts:setsourceidentity", "sts:tagsession");
  // "repo:acme/…", "organization:acme:…", "acme/orders…": the owner's name has ended.
  private static final Pattern OWNED = Pattern.compile("[^:/]+[:/][^:/]+[:/].*", Pattern.DOTALL);
  private static final Pattern OWNED_PATH = Pattern.compile("[^:/]+/.*", Pattern.DOTALL);

  /// How open a statement is to the tokens of the providers that it trusts.
  static Trust of(Statement statement) {
    if (Trust.isOnly(WITHOUT_TOKEN, statement)) {
      return new Trust.Guarded();
    }
    Trust worst = new Trust.Guarded();
    for (var principal : statement.principals("Federated")) {
      var matcher = PROVIDER.matcher(principal);
      var trust =
          switch (matcher.matches() ? matcher.group(1) : "") {
            case "saml" ->
                new Federation("saml", "SAML provider " + matcher.group(2)).in(statement);
            case "oidc" -> oidc(matcher.group(2)).in(statement);
            default ->
                BUILT_IN.contains(principal)
                    ? oidc(principal).in(statement)
                    : new Trust.Unclear("identity provider " + principal);
          };
      if (trust instanceof Trust.Open) {
        return trust;
      }
      worst = trust instanceof Trust.Guarded ? worst : trust;
    }
    return worst;
  }

  private static Federation oidc(String provider) {
    return new Federation(provider.toLowerCase(Locale.ROOT), provider);
  }

  private Trust in(Statement statement) {
    var doubtful = new ArrayList<String>();
    for (var condition : statement.conditions()) {
      if (guards(condition)) {
        return new Trust.Guarded();
      }
      if (!condition.isIndifferent() && !isUnderstood(claim(condition))) {
        doubtful.add(condition.key());
      }
    }
    return doubtful.isEmpty()
        ? new Trust.Open(open())
        : new Trust.Unclear("condition on " + doubtful.getFirst());
  }

  private String open() {
    if (name.equals("saml")) {
      return "lets in every response of " + label + ": no condition on SAML:aud";
    }
    if (SHARED.contains(name)) {
      return "lets everyone with an account at %s take the role: no condition on %s:sub names an owner"
          .formatted(label, label);
    }
    return name.equals(COGNITO)
        ? "lets in every identity pool of anybody: no condition on " + label + ":aud"
        : "lets in every token of %s: no condition on %s:aud or %s:sub"
            .formatted(label, label, label);
  }

  /// The claim of the provider that a condition is about, empty if it is about something else.
  private String claim(Condition condition) {
    return condition.key().startsWith(name + ":")
        ? condition.key().substring(name.length() + 1)
        : "";
  }

  // A claim that nobody here knows makes a shared provider neither open nor safe.
  private boolean isUnderstood(String claim) {
    return SAYS_NOTHING.contains(claim) || ALWAYS_THERE.contains(claim) || OWNERS.contains(claim);
  }

  private boolean guards(Condition condition) {
    var claim = claim(condition);
    var must = condition.isPositive() || (ALWAYS_THERE.contains(claim) && condition.compares());
    if (!must || claim.isEmpty() || SAYS_NOTHING.contains(claim) || condition.values().isEmpty()) {
      return false;
    }
    if (SHARED.contains(name) && !OWNERS.contains(claim)) {
      return false;
    }
    return condition.values().stream().allMatch(each -> names(each, claim, condition));
  }

  /// Whether a value that a claim is compared with names somebody, whatever its wildcards match.
  private boolean names(String value, String claim, Condition condition) {
    var fixed = condition.operator().endsWith("like") ? value.split("[*?]", 2)[0] : value;
    if (fixed.length() == value.length()) {
      return !value.isBlank();
    }
    if (!SHARED.contains(name)) {
      return !value.matches("[*?]+");
    }
    return (claim.equals("sub") ? OWNED : OWNED_PATH).matcher(fixed).matches();
  }
}
