package dev.rampart.respond;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Effect;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What the owner wants, as it stood when a violation was found.
///
/// @param autoFix whether Rampart may write at all
/// @param doubt why `autoFix` is off although the owner may have meant otherwise; empty if it is as
///   said
/// @param mode what the owner wants of this guardrail
/// @param bounds how far fixes reach
/// @param exemptionAdmins whose exemption tags count; empty: anybody's
/// @param deployRoles who deploys, empty if the owner has not said
/// @param exemptions lines of `/rampart/exemptions/<Name>`
public record Settings(
    boolean autoFix,
    String doubt,
    Mode mode,
    Bounds bounds,
    Set<String> exemptionAdmins,
    Set<String> deployRoles,
    Set<String> exemptions) {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  /// What may be done about the violations of one guardrail.
  ///
  /// @param off whether they are not even reported
  /// @param effects what fixes may do; empty: report only
  public record Mode(boolean off, Set<Effect> effects) {
    public Mode {
      effects = Set.copyOf(effects);
    }

    boolean fixes() {
      return !effects.isEmpty();
    }

    /// Reads `off`, `alert`, `fix` or `fix+narrows+…`.
    ///
    /// @throws IllegalArgumentException for anything else
    static Mode of(String text) {
      var words = Set.of(text.strip().toLowerCase(Locale.ROOT).split("\\+"));
      if (words.equals(Set.of("off"))) {
        return new Mode(true, Set.of());
      }
      if (words.equals(Set.of("alert"))) {
        return new Mode(false, Set.of());
      }
      var effects = EnumSet.noneOf(Effect.class);
      var unknown = new LinkedHashSet<>(words);
      unknown.remove("fix");
      for (var effect : Effect.values()) {
        if (effect.isConsentedByFix() || unknown.remove(effect.word())) {
          effects.add(effect);
        }
      }
      if (!words.contains("fix") || !unknown.isEmpty()) {
        throw new IllegalArgumentException("not a mode: " + text);
      }
      return new Mode(false, effects);
    }
  }

  /// Reads the parameters that are there.
  ///
  /// @param values by parameter name
  /// @param guardrail its names, the present one first
  /// @param byDefault the guardrail's mode without a parameter
  static Settings of(Map<String, String> values, Iterable<String> guardrail, String byDefault) {
    var doubt = "";
    var toggle = values.getOrDefault(Consent.AUTO_FIX, "").strip();
    if (!toggle.equals("on") && !toggle.equals("off")) {
      doubt = Consent.AUTO_FIX + " is " + (toggle.isEmpty() ? "missing" : "neither on nor off");
    }
    var mode = byDefault;
    var exemptions = new LinkedHashSet<String>();
    for (var name : guardrail) {
      mode = values.getOrDefault(Consent.GUARDRAILS + name, mode);
      exemptions.addAll(lines(values.getOrDefault(Consent.EXEMPTIONS + name, "")));
    }
    Mode consented;
    try {
      consented = Mode.of(mode);
    } catch (IllegalArgumentException e) {
      consented = new Mode(false, Set.of());
      doubt =
          "the mode in " + Consent.GUARDRAILS + guardrail.iterator().next() + " is not understood";
    }
    return new Settings(
        toggle.equals("on"),
        doubt,
        consented,
        new Bounds(
            values.getOrDefault(Consent.IAM_SCOPE, "").strip().equals("all"),
            list(values.getOrDefault(Consent.EXEMPT_PRINCIPALS, "")),
            list(values.getOrDefault(Consent.TRUSTED_ACCOUNTS, ""))),
        list(values.getOrDefault(Consent.EXEMPTION_ADMINS, "")),
        list(values.getOrDefault(Consent.DEPLOY_ROLES, "")),
        exemptions);
  }

  /// When nothing could be read: nothing is allowed.
  static Settings unreadable(String why) {
    return new Settings(
        false,
        why,
        new Mode(false, Set.of()),
        new Bounds(false, Set.of(), Set.of()),
        Set.of(),
        Set.of(),
        Set.of());
  }

  private static Set<String> list(String text) {
    var values = new LinkedHashSet<String>();
    SEPARATOR
        .splitAsStream(text)
        .filter(each -> !each.isEmpty() && !each.equals("none"))
        .forEach(values::add);
    return values;
  }

  private static Set<String> lines(String text) {
    var lines = new LinkedHashSet<String>();
    text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
    return lines;
  }
}
