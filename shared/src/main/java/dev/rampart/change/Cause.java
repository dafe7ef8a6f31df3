package dev.rampart.change;

/// What a [Change] is made of.
public sealed interface Cause
    permits ApiCall, DataCall, ConfigItem, ConfigCompliance, Finding, Sweep {}
