package dev.rampart.secret;

import java.util.Locale;

/// What a name says about its value; `names.tsv` explains each.
enum Meaning {
  NOTHING("random value that looks like a key"),
  PASSWORD("password by its name"),
  SHARED_SECRET("secret by its name"),
  SECRET("secret by its name"),
  TOKEN("token or key by its name"),
  KEY("key by its name"),
  CREDENTIALS("credentials by their name"),
  LOGIN("credentials by their name"),
  HARMLESS("nothing"),
  LABELS("nothing"),
  TRANSPARENT("nothing"),
  PROVIDER("nothing"),
  SWITCH("nothing");

  private final String kind;

  Meaning(String kind) {
    this.kind = kind;
  }

  /// What an alert calls a value that is a secret because of this.
  String kind() {
    return kind;
  }

  /// Whether what is called so is a secret whatever it is, unless it says itself that it is none.
  boolean suffices() {
    return switch (this) {
      case PASSWORD, SHARED_SECRET, SECRET, TOKEN, CREDENTIALS -> true;
      case NOTHING, KEY, LOGIN, HARMLESS, LABELS, TRANSPARENT, PROVIDER, SWITCH -> false;
    };
  }

  static Meaning parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
