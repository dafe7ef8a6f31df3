package dev.rampart.secrets;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/// A way by which others than the owner get at a secret or a key.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(Access.ByPolicy.class),
  @JsonSubTypes.Type(Access.ByAccount.class)
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
  @JsonTypeName("account")
  record ByAccount(String account, List<String> principals, String actions) implements Access {
    public ByAccount {
      principals = List.copyOf(principals);
    }
  }
}
