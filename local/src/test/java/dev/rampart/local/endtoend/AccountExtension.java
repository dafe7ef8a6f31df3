package dev.rampart.local.endtoend;

import dev.rampart.emulator.Checkout;
import dev.rampart.local.account.Account;
import dev.rampart.local.account.Options;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One account with Rampart in it for all tests of this JVM, empty again before each of them.
public final class AccountExtension implements BeforeEachCallback, ParameterResolver {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(AccountExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    account(context).reset();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Account.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return account(context);
  }

  private static Account account(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent(Account.class, _ -> start(), Account.class);
  }

  private static Account start() {
    Checkout checkout = Checkout.find();
    Path logs = checkout.root().resolve("local/target/account");
    Account account =
        Account.start(
            Options.in(checkout, logs)
                .withParameters(Map.of("AutoFix", "on", "AllowRestoreIam", "true"))
                // Nobody wants to wait six minutes for a message that a killed function held.
                .withVisibility(3));
    account.warm();
    return account;
  }
}
