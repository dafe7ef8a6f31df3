package dev.rampart.lambda;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The layers of a function, in the order in which they are put on each other.
///
/// @param arns of their versions
public record Layers(List<String> arns) {
  // arn:aws:lambda:us-east-1:123456789012:layer:tools:3
  private static final Pattern VERSION =
      Pattern.compile("arn:[^:]+:lambda:[^:]*:(\\d{12}):layer:[^:]+:\\d+");

  public Layers {
    arns = List.copyOf(arns);
  }

  /// The layer versions that neither the account itself, nor AWS, nor a trusted account publishes.
  Set<String> strangeTo(String own, Set<String> trusted) {
    var strange = new TreeSet<String>();
    for (var arn : arns) {
      var account = account(arn);
      if (!account.equals(own)
          && !trusted.contains(account)
          && !AwsAccounts.publishLayers(account)) {
        strange.add(arn);
      }
    }
    return strange;
  }

  /// The account that publishes a layer version; empty if the ARN does not say.
  static String account(String arn) {
    var matcher = VERSION.matcher(arn);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /// The same without some.
  Layers without(Set<String> others) {
    return new Layers(arns.stream().filter(each -> !others.contains(each)).toList());
  }
}
