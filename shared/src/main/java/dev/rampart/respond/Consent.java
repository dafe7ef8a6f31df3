package dev.rampart.respond;

import dev.rampart.guardrail.Ruled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;

/// Asks the owner, who answers in SSM parameters. Nothing is cached: flipping a switch works at
/// once.
public final class Consent {
  static final String AUTO_FIX = "/rampart/auto-fix";
  static final String GUARDRAILS = "/rampart/guardrails/";
  static final String TRUSTED_ACCOUNTS = "/rampart/trusted-accounts";
  static final String DEPLOY_ROLES = "/rampart/deploy-roles";
  static final String IAM_SCOPE = "/rampart/iam-scope";
  static final String EXEMPT_PRINCIPALS = "/rampart/exempt-principals";
  static final String EXEMPTIONS = "/rampart/exemptions/";
  static final String EXEMPTION_ADMINS = "/rampart/exemption-admins";
  // What GetParameters takes at once.
  private static final int PER_CALL = 10;

  private final SsmClient client;

  public Consent(SsmClient client) {
    this.client = client;
  }

  /// Reads what the owner wants of a guardrail right now.
  ///
  /// @return never an exception: what cannot be read is not consented to, and the settings say why
  public Settings about(Ruled guardrail) {
    try {
      return ask(guardrail);
    } catch (SdkException e) {
      // The class says what kind of failure it was; the message may quote values.
      return Settings.unreadable(
          "the parameters cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /// Reads what the owner wants, or fails.
  ///
  /// @throws SdkException if the parameters cannot be read
  Settings ask(Ruled guardrail) {
    var names = new ArrayList<String>();
    names.add(guardrail.name());
    names.addAll(List.of(guardrail.rule().formerly()));
    return Settings.of(read(parameters(names)), names, guardrail.rule().byDefault());
  }

  private static List<String> parameters(List<String> guardrail) {
    var parameters =
        new ArrayList<>(
            List.of(
                AUTO_FIX,
                TRUSTED_ACCOUNTS,
                DEPLOY_ROLES,
                IAM_SCOPE,
                EXEMPT_PRINCIPALS,
                EXEMPTION_ADMINS));
    for (var name : guardrail) {
      parameters.add(GUARDRAILS + name);
      parameters.add(EXEMPTIONS + name);
    }
    return parameters;
  }

  private Map<String, String> read(List<String> parameters) {
    var values = new HashMap<String, String>();
    for (int from = 0; from < parameters.size(); from += PER_CALL) {
      var names = parameters.subList(from, Math.min(from + PER_CALL, parameters.size()));
      client
          .getParameters(get -> get.names(names).withDecryption(true))
          .parameters()
          .forEach(parameter -> values.put(parameter.name(), parameter.value()));
    }
    return values;
  }
}
