package dev.rampart.benchmarks;

import dev.rampart.policy.Judgement.Kind;
import java.util.Locale;
import java.util.function.IntFunction;

/// Policies of any length that are alike throughout: one that is ordinary, and those that ask the
/// most of whoever judges them.
public enum Shape {
  /// As people write them.
  ORDINARY(
      statements(
          i ->
              """
              {"Sid":"Part%d","Effect":"Allow","Action":["s3:Get*","s3:ListBucket","dynamodb:Query",\
              "dynamodb:PutItem","logs:CreateLogStream","logs:PutLogEvents","kms:Decrypt"],\
              "Resource":["arn:aws:s3:::orders-%d/*","arn:aws:dynamodb:*:*:table/orders"],\
              "Condition":{"StringEquals":{"aws:ResourceAccount":"123456789012"}}}\
              """
                  .formatted(i, i))),
  /// Thousands of actions, each by name.
  NAMES(actions(i -> "a:" + word(i))),
  /// Thousands of patterns that have to be looked for everywhere.
  WILDCARDS(actions(i -> "*" + word(i) + "*")),
  /// The same, with letters that occur in every name.
  NEAR_MISSES(actions(i -> "*" + frequent(i) + "*" + frequent(i / 64))),
  /// The same one by one.
  SCATTERED(actions(i -> "*" + frequent(i).replace("", "*") + frequent(i / 64).replace("", "*"))),
  /// Nothing but stars, in one pattern.
  STARS(inAction("*")),
  /// One pattern of thousands of stars with something in between.
  BROKEN_STARS(inAction("*a")),
  /// The same with characters in place of stars.
  QUESTION_MARKS(inAction("?")),
  /// Everything but thousands of patterns.
  NOT_ACTION(list("NotAction", i -> "*" + word(i) + "*")),
  /// As many statements as fit, each of which allows everything.
  STATEMENTS(statements(_ -> "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}")),
  /// As many that allow as deny.
  DENIES(
      statements(
          i ->
              "{\"Effect\":\"%s\",\"Action\":\"*:%s*\",\"Resource\":\"*\"}"
                  .formatted(i % 2 == 0 ? "Allow" : "Deny", "gpcdul".charAt(i % 6)))),
  /// Thousands of conditions.
  CONDITIONS(
      framed(
          "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{",
          i -> "\"k:" + word(i) + "\":\"*\"",
          "}}}")),
  /// Thousands of values in one condition.
  VALUES(
      framed(
          "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":[",
          i -> "\"arn:*:*:*:*:" + word(i) + "*\"",
          "]}}}")),
  /// Variables wherever they may stand.
  VARIABLES(actions(i -> "${a}*" + word(i) + "${b}")),
  /// One pattern of thousands of variables.
  MANY_VARIABLES(inAction("${a}b")),
  /// Thousands of resources that are almost everything.
  RESOURCES(list("Resource", i -> "arn:*:*:*:*:" + word(i) + ":*")),
  /// Actions of services that nobody knows.
  SERVICES(actions(i -> word(i) + ":*")),
  /// An object of thousands of members.
  MEMBERS(framed("{\"Effect\":\"Allow\",\"Unknown\":{", i -> "\"" + word(i) + "\":1", "}}")),
  /// Lists in lists, as deep as they are read at all.
  DEEP(
      characters -> {
        int depth = Math.min(900, (characters - 60) / 2);
        return "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":%s\"*\"%s,\"Resource\":\"*\"}}"
            .formatted("[".repeat(depth), "]".repeat(depth));
      }),
  /// What is more than one letter in another case.
  UNICODE(actions(i -> "*\u0130\u00df" + word(i) + "*")),
  /// Thousands of principals, for a policy of a resource.
  PRINCIPALS(
      framed(
          "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Principal\":{\"AWS\":[",
          i -> "\"%012d\"".formatted(i),
          "]}}")),
  /// Many statements that are open, for a policy of a resource.
  OPEN_STATEMENTS(
      statements(
          _ -> "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}"));

  // None of them keeps a state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final IntFunction<String> document;

  Shape(IntFunction<String> document) {
    this.document = document;
  }

  /// A policy that is at most this long, and longer by no other piece.
  public String document(int characters) {
    return document.apply(characters);
  }

  /// Where such a policy stands.
  public Kind kind() {
    return this == PRINCIPALS || this == OPEN_STATEMENTS ? Kind.RESOURCE : Kind.IDENTITY;
  }

  private static IntFunction<String> statements(IntFunction<String> piece) {
    return characters -> filled("{\"Statement\":[", piece, "]}", characters);
  }

  private static IntFunction<String> framed(String start, IntFunction<String> piece, String end) {
    return characters -> filled("{\"Statement\":" + start, piece, end + "}", characters);
  }

  private static IntFunction<String> list(String element, IntFunction<String> value) {
    var others = element.equals("Resource") ? "\"Action\":\"*:*a*\"" : "\"Resource\":\"*\"";
    return framed(
        "{\"Effect\":\"Allow\"," + others + ",\"" + element + "\":[",
        i -> "\"" + value.apply(i) + "\"",
        "]}");
  }

  private static IntFunction<String> actions(IntFunction<String> action) {
    return list("Action", action);
  }

  private static IntFunction<String> inAction(String piece) {
    var start = "{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\",\"Action\":\"";
    return characters ->
        start + piece.repeat((characters - start.length() - 3) / piece.length()) + "\"}}";
  }

  private static String filled(
      String start, IntFunction<String> piece, String end, int characters) {
    var text = new StringBuilder(start);
    int room = characters - end.length();
    var next = piece.apply(0);
    for (int i = 1; text.length() + next.length() + 1 <= room; i++) {
      text.append(i == 1 ? "" : ",").append(next);
      next = piece.apply(i);
    }
    return text.append(end).toString();
  }

  // All letters and digits, so that no two are alike and few occur in a name.
  private static String word(int i) {
    return Integer.toString(i + 36 * 35, 36).toLowerCase(Locale.ROOT);
  }

  // Two letters that most names have, though not in this order.
  private static String frequent(int i) {
    return "" + "aeiorstn".charAt(i / 8 % 8) + "aeiorstn".charAt(i % 8);
  }
}
