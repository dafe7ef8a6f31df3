package dev.rampart.apigateway;

import java.math.BigDecimal;

/// Numbers as people and patches write them.
final class Numbers {
  private Numbers() {}

  /// The number without a trailing `.0`.
  static String text(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
