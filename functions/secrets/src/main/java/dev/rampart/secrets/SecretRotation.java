package dev.rampart.secrets;

/// Whether a secret changes by itself.
///
/// @param enabled whether it is told to
/// @param overdue the day on which it should have changed and did not, empty if none
/// @param refused why that could not be read, a clause; empty if it could
public record SecretRotation(boolean enabled, String overdue, String refused) {
  static final SecretRotation OFF = new SecretRotation(false, "", "");
  static final SecretRotation ON = new SecretRotation(true, "", "");

  static SecretRotation overdueSince(String day) {
    return new SecretRotation(true, day, "");
  }

  static SecretRotation refused(String why) {
    return new SecretRotation(false, "", why);
  }
}
