package dev.rampart.apigateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What callers of one operation are asked, in one of the places where it exists: the draft that
/// people edit, or a stage that serves a frozen copy of it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "place")
@JsonSubTypes({@JsonSubTypes.Type(Access.Draft.class), @JsonSubTypes.Type(Access.Live.class)})
public sealed interface Access {
  /// The method or route: `GET /orders`, `ANY /`, `$default`, `$connect`.
  String operation();

  /// How the part is called in alerts and exemptions.
  @JsonIgnore
  String key();

  /// AWS's word for what is asked.
  @JsonIgnore
  String type();

  /// Whether strangers are turned away.
  @JsonIgnore
  boolean isGuarded();

  /// Whether an API key is asked for.
  @JsonIgnore
  boolean asksKey();

  /// Whether an API key is all that is asked for, which identifies and does not authenticate.
  @JsonIgnore
  default boolean asksKeyOnly() {
    return type().equals("NONE") && asksKey();
  }

  /// Who may call, in words.
  @JsonIgnore
  default String exposure() {
    return (asksKeyOnly() ? "anyone with an API key may call " : "anyone may call ") + key();
  }

  /// Whether the operation is the question that browsers ask before they authenticate.
  @JsonIgnore
  default boolean isPreflight() {
    return operation().startsWith("OPTIONS ");
  }

  /// As the draft has it. Stages that deploy by themselves serve the draft.
  ///
  /// @param holder the id of the resource (REST) or route (HTTP) that has it
  /// @param authorizer the authorizer it names, null if it names none or one that does not exist
  @JsonTypeName("draft")
  record Draft(
      String operation, String holder, Authorization authorization, @Nullable Authorizer authorizer)
      implements Access {
    @Override
    @JsonIgnore
    public String key() {
      return operation;
    }

    @Override
    @JsonIgnore
    public String type() {
      return authorization.type();
    }

    @Override
    @JsonIgnore
    public boolean isGuarded() {
      return authorization.hasAuthorizer()
          ? authorizer != null
          : Authorization.isGuarding(authorization.type());
    }

    @Override
    @JsonIgnore
    public boolean asksKey() {
      return authorization.apiKeyRequired();
    }
  }

  /// As a stage serves it.
  ///
  /// @param authorizationType AWS's word; an authorizer is not named, a deployment keeps its own
  /// @param apiKeyRequired whether an API key is asked for
  /// @param stage the stage's name
  /// @param canary whether only the canary share of its traffic sees it
  /// @param deployment the deployment that is served
  /// @param content a digest of all that is served but authorization, empty if it cannot be told
  /// @param shut whether the stage lets nobody through to it, whatever it asks
  /// @param open the operations of the same deployment that ask nothing of callers, one a line
  /// @param demands a digest of what all operations of the same deployment ask, with the
  ///   definitions of their authorizers, empty if it cannot be told
  @JsonTypeName("live")
  record Live(
      String operation,
      String authorizationType,
      boolean apiKeyRequired,
      String stage,
      boolean canary,
      String deployment,
      String content,
      boolean shut,
      String open,
      String demands)
      implements Access {
    /// The operations of the same deployment that ask nothing of callers.
    Set<String> opens() {
      return open.lines().collect(Collectors.toSet());
    }

    @Override
    @JsonIgnore
    public String key() {
      return operation + " on " + stage + (canary ? " (canary)" : "");
    }

    @Override
    @JsonIgnore
    public String type() {
      return authorizationType;
    }

    @Override
    @JsonIgnore
    public boolean isGuarded() {
      return Authorization.isGuarding(authorizationType);
    }

    @Override
    @JsonIgnore
    public boolean asksKey() {
      return apiKeyRequired;
    }
  }
}
