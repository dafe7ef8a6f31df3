package dev.rampart.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.policy.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.lambda.model.AddLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemoveLayerVersionPermissionRequest;

/// A statement of the policy of a layer version.
///
/// @param statement the statement as Lambda keeps it
public record LayerGrant(Statement statement) {
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final String ACTION = "lambda:GetLayerVersion";
  private static final Set<String> ELEMENTS =
      Set.of("sid", "effect", "principal", "action", "resource");

  /// The call that removes it if the policy is still the one that was judged.
  RemoveLayerVersionPermissionRequest removal(SharedLayer layer) {
    return RemoveLayerVersionPermissionRequest.builder()
        .layerName(layer.layer())
        .versionNumber(layer.version())
        .statementId(statement.sid())
        .revisionId(Calls.nullIfEmpty(layer.revision()))
        .build();
  }

  /// Whether a call can name it.
  boolean isNamed() {
    return SID.matcher(statement.sid()).matches();
  }

  /// The call that makes a statement for everyone again; nothing if it would not make this very
  /// one.
  Optional<AddLayerVersionPermissionRequest> findGrant(SharedLayer layer) {
    if (!isNamed()
        || !hasPlainElements()
        || !statement.actions().equals(List.of(ACTION))
        || !statement.resources().equals(List.of(layer.id().arn()))
        || !isEveryone(statement.principal())) {
      return Optional.empty();
    }
    return Optional.of(
        AddLayerVersionPermissionRequest.builder()
            .layerName(layer.layer())
            .versionNumber(layer.version())
            .statementId(statement.sid())
            .action(ACTION)
            .principal("*")
            .build());
  }

  private boolean hasPlainElements() {
    return statement.allows()
        && statement.tree().properties().stream()
            .allMatch(each -> ELEMENTS.contains(each.getKey().toLowerCase(Locale.ROOT)));
  }

  private static boolean isEveryone(JsonNode principal) {
    var who = principal.isObject() && principal.size() == 1 ? principal.path("AWS") : principal;
    return who.asText().equals("*");
  }
}
