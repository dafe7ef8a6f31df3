package dev.rampart.lambda;

import dev.rampart.change.ApiCall;
import java.util.Locale;

/// What an AddPermission call can have to do with a URL. This only tells where to look.
final class UrlGrant {
  private static final String INVOKE_URL = "lambda:invokefunctionurl";

  private UrlGrant() {}

  /// Whether it lets everyone in through a URL without signature and does nothing else, so that
  /// only the URL has to be looked at.
  static boolean isForUrlOnly(ApiCall call) {
    if (!call.operation().equals("AddPermission") || !call.requested("principal").equals("*")) {
      return false;
    }
    var action = action(call);
    return switch (action) {
      case INVOKE_URL -> call.requested("functionUrlAuthType").equals("NONE");
      case "lambda:invokefunction" -> call.request().path("invokedViaFunctionUrl").asBoolean(false);
      default -> false;
    };
  }

  /// Whether it can let everyone in through a URL without signature. Who does not sign is of no
  /// organization.
  static boolean mayOpenUrl(ApiCall call) {
    var action = action(call);
    return call.requested("principal").equals("*")
        && (action.equals(INVOKE_URL) || action.endsWith("*"))
        && !call.requested("functionUrlAuthType").equals(UrlAccess.SIGNED)
        && call.requested("principalOrgID").isEmpty();
  }

  private static String action(ApiCall call) {
    return call.requested("action").toLowerCase(Locale.ROOT);
  }
}
