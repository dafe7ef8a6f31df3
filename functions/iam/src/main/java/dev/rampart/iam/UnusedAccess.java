package dev.rampart.iam;

import static dev.rampart.guardrail.Severity.LOW;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.notYet;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Flags roles that nobody used for a quarter, and services that a role may use and did not. It
/// changes nothing: what is needed once a year is not used for most of it.
@Rule(
    summary = "Role may do what it does not use",
    risk = "Rights that nobody uses are missed by nobody, until somebody gets hold of the role.",
    severity = LOW,
    triggers = {},
    findings = "Unused Access Finding for IAM entities",
    standards = {"IAM.22", "OWASP-S5:2017"},
    byDefault = "alert")
public final class UnusedAccess implements Guardrail<UsedRole, GrantedAccess> {
  private static final Duration LONG = Duration.ofDays(90);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final int NAMED = 8;
  private static final String DENY_ALL = ":iam::aws:policy/AWSDenyAll";

  @Override
  public Map<String, GrantedAccess> parts(UsedRole role) {
    var identity = role.identity();
    // Rampart's own roles for undos are idle for as long as all goes well.
    return identity.belongsToAws() || identity.name().startsWith("rampart-")
        ? Map.of()
        : Map.of("usage", new GrantedAccess(role.identity().name()));
  }

  @Override
  public Verdict check(GrantedAccess access, UsedRole role, Past<GrantedAccess> past) {
    if (!role.isOlderThan(LONG)) {
      return compliant();
    }
    if (role.isIdleFor(LONG)) {
      return idle(role);
    }
    return switch (role.usage()) {
      case UsageReport.Unasked _ -> asks(UsageFact.REPORT);
      case UsageReport.InTheMaking _ ->
          notYet("the report of what the role used is in the making", LOOK_AGAIN);
      case UsageReport.Unavailable(var why) -> undetermined(why);
      case UsageReport.Ready report -> judged(report, role);
    };
  }

  private static Verdict idle(UsedRole role) {
    var since = role.lastUsed().map(at -> "since " + at).orElse("in all the time that IAM tracks");
    return violation("nobody used the role " + since)
        .leftToAPerson(
            "only a person knows whether it is still needed; this takes its rights without deleting"
                + " anything",
            PrincipalCalls.attach(role.identity(), partition(role) + DENY_ALL))
        .verdict();
  }

  private static Verdict judged(UsageReport.Ready report, UsedRole role) {
    var unused = unused(report, role.asOf().minus(LONG));
    if (unused.isEmpty()) {
      return compliant();
    }
    if (!role.known().contains(UsageFact.POLICIES)) {
      return asks(UsageFact.POLICIES);
    }
    var more = unused.size() > NAMED ? " and %d more".formatted(unused.size() - NAMED) : "";
    var named = String.join(", ", unused.stream().limit(NAMED).toList()) + more;
    return violation(
            "it may use %d services and did not use these in %d days: %s"
                .formatted(report.services().size(), LONG.toDays(), named))
        .leftToAPerson("only a person knows what is needed once a year", commands(role, unused))
        .verdict();
  }

  private static Set<String> unused(UsageReport.Ready report, Instant since) {
    var unused = new TreeSet<String>();
    report
        .services()
        .forEach(
            (service, at) -> {
              if (at.isBefore(since)) {
                unused.add(service);
              }
            });
    return unused;
  }

  private static Call[] commands(UsedRole role, Set<String> unused) {
    return role.rights().stream()
        .flatMap(rights -> Unused.commands(rights, unused).stream())
        .toArray(Call[]::new);
  }

  private static String partition(UsedRole role) {
    return role.identity().arn().substring(0, role.identity().arn().indexOf(":iam:"));
  }
}
