package dev.rampart.secrets;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A way by which others than the owner get at a secret or a key.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(Access.ByPolicy.class),
  @JsonSubTypes.Type(Access.ByAccount.class),
  @JsonSubTypes.Type(Access.ByGrant.class),
  @JsonSubTypes.Type(Access.Unread.class)
})
public sealed interface Access {
  /// The resource policy as a whole.
  ///
  /// @param policy what was read of it
  @JsonTypeName("policy")
  record ByPolicy(PolicyText policy) implements Access {}

  /// What the resource policy says of one other account, so that a partner of old does not hide a
  /// new one.
  ///
  /// @param account the account's id
  /// @param principals who of that account, `*` for whoever a condition names
  /// @param actions what they may do, in words
  /// @param organizations those to one of which they have to belong, sorted; empty if to none
  @JsonTypeName("account")
  record ByAccount(
      String account,
      List<String> principals,
      String actions,
      @JsonInclude(NON_EMPTY) List<String> organizations)
      implements Access {
    public ByAccount {
      principals = List.copyOf(principals);
      organizations = List.copyOf(Objects.requireNonNullElse(organizations, List.of()));
    }

    /// Whether it lets nobody in whom the owner does not trust.
    boolean isTrusted(Trusted trusted) {
      return trusted.accounts().contains(account)
          || (!organizations.isEmpty() && trusted.accounts().containsAll(organizations));
    }

    /// Whether it leaves out no organization that another one lets in.
    boolean letsInThoseOf(ByAccount other) {
      return organizations.isEmpty()
          || (!other.organizations.isEmpty() && organizations.containsAll(other.organizations));
    }

    /// What is wrong with it, a clause.
    String inWords() {
      var members =
          organizations.isEmpty() ? "" : " of organization " + String.join(" or ", organizations);
      return "account %s%s may %s as %s"
          .formatted(account, members, actions, String.join(", ", principals));
    }
  }

  /// A grant of a key to somebody of another account.
  ///
  /// @param id the grant's id
  /// @param account the other account
  /// @param grantee the ARN of who has it
  /// @param operations what it is for, in words
  @JsonTypeName("grant")
  record ByGrant(String id, String account, String grantee, String operations) implements Access {}

  /// Grants that could not be read.
  ///
  /// @param why a clause
  @JsonTypeName("unread")
  record Unread(String why) implements Access {}

  /// The resource policy, if this is it.
  default Optional<String> document() {
    return this instanceof ByPolicy(var policy) ? Optional.of(policy.document()) : Optional.empty();
  }

  /// What the part is called.
  default String key() {
    return switch (this) {
      case ByPolicy _ -> "resource policy";
      case ByAccount access -> "account " + access.account();
      case ByGrant grant -> "grant " + grant.id();
      case Unread _ -> "grants";
    };
  }
}
