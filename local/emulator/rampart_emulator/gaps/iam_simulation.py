"""IAM: SimulateCustomPolicy, which moto lacks, decided statement by statement by moto's own policy engine.

moto asks of a statement whether it permits an action on a resource. What its engine leaves out is prepared
for it: its patterns are regular expressions, it looks at case, it knows no NotResource, and it takes a
statement whose condition is not met for a denial. So every statement is asked as if it allowed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from moto.iam.access_control import IAMPolicyStatement, PermissionResult

from ..answers import ApiError
from ..wire import Call
from . import handles, paging

_PAGE = 100


@dataclass
class _Decision:
    allowing: list[str] = field(default_factory=list)
    denying: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        if self.denying:
            return "explicitDeny"
        return "allowed" if self.allowing else "implicitDeny"


@handles("iam", "SimulateCustomPolicy")
def simulate_custom_policy(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html"""
    asked = call.parameters
    actions = asked.get("ActionNames") or []
    for action in actions:
        if not re.fullmatch(r"[A-Za-z0-9-]+:[A-Za-z0-9]+", action):
            raise ApiError("InvalidInput", f"Invalid action name: {action}")
    policies = _statements(asked.get("PolicyInputList") or [], "PolicyInputList")
    boundaries = asked.get("PermissionsBoundaryPolicyInputList")
    bounds = None if boundaries is None else _statements(boundaries, "PermissionsBoundaryPolicyInputList")
    context = {entry["ContextKeyName"].lower(): entry for entry in asked.get("ContextEntries") or []}
    results = [
        _result(action, resource, "ResourceArns" in asked, policies, bounds, context)
        for action in actions
        for resource in asked.get("ResourceArns") or ["*"]
    ]
    chosen, marker = paging.page(
        list(enumerate(results)), lambda numbered: f"{numbered[0]:06}", asked.get("MaxItems"), asked.get("Marker"),
        1000, _PAGE, "ValidationError",
    )
    answer: dict[str, Any] = {
        "EvaluationResults": [result for _, result in chosen], "IsTruncated": marker is not None,
    }
    if marker:
        answer["Marker"] = marker
    return answer


def _statements(documents: list[str], list_name: str) -> list[tuple[str, dict[str, Any]]]:
    """Each statement with the name of its policy, as IAM counts them."""
    found = []
    for number, text in enumerate(documents, 1):
        try:
            statements = json.loads(text)["Statement"]
        except (ValueError, KeyError, TypeError) as broken:
            raise ApiError("InvalidInput", f"Policy document {number} of {list_name} is malformed.") from broken
        for statement in statements if isinstance(statements, list) else [statements]:
            if not ("Action" in statement or "NotAction" in statement) or not (
                "Resource" in statement or "NotResource" in statement
            ):
                raise ApiError("InvalidInput", f"Policy document {number} of {list_name} is malformed.")
            found.append((f"{list_name}.{number}", statement))
    return found


def _result(
    action: str, resource: str, by_resource: bool, policies: list[Any], bounds: list[Any] | None, context: dict[str, Any]
) -> dict[str, Any]:
    decision = _decide(action, resource, policies, context)
    word = decision.word
    result: dict[str, Any] = {"EvalActionName": action, "EvalResourceName": resource}
    if bounds is not None:
        bound = _decide(action, resource, bounds, context)
        result["PermissionsBoundaryDecisionDetail"] = {"AllowedByPermissionsBoundary": bound.word == "allowed"}
        if bound.word != "allowed" and word == "allowed":
            word = bound.word
    matched = [{"SourcePolicyId": policy} for policy in decision.denying or decision.allowing]
    result.update(EvalDecision=word, MatchedStatements=matched)
    if by_resource and resource != "*":
        # Then what is missing is told for each resource.
        result["ResourceSpecificResults"] = [{
            "EvalResourceName": resource, "EvalResourceDecision": word, "MatchedStatements": matched,
            "MissingContextValues": decision.missing,
        }]
        result["MissingContextValues"] = []
    else:
        result["MissingContextValues"] = decision.missing
    return result


def _decide(action: str, resource: str, statements: list[Any], context: dict[str, Any]) -> _Decision:
    decision = _Decision()
    for policy, statement in statements:
        if not _is_about(statement, action, resource):
            continue
        keys = [key for operator in statement.get("Condition", {}).values() for key in operator]
        missing = [key for key in keys if key.lower() not in context]
        decision.missing.extend(key for key in missing if key not in decision.missing)
        if missing or not _is_met(statement, action, resource, context):
            continue
        (decision.allowing if statement["Effect"] == "Allow" else decision.denying).append(policy)
    return decision


def _is_about(statement: dict[str, Any], action: str, resource: str) -> bool:
    plain = {name: value for name, value in statement.items() if name not in ("Condition", "Resource", "NotResource")}
    if not _permits({**plain, "Resource": statement.get("Resource", "*")}, action, resource):
        return False
    others = statement.get("NotResource")
    return others is None or not _permits({**plain, "Resource": others}, action, resource)


def _is_met(statement: dict[str, Any], action: str, resource: str, context: dict[str, Any]) -> bool:
    condition = statement.get("Condition")
    if not condition:
        return True
    values = {
        key: entry["ContextKeyValues"][0]
        for operator in condition.values()
        for key in operator
        if (entry := context.get(key.lower())) and entry.get("ContextKeyValues")
    }
    return _permits({**statement, "Resource": "*"}, action, resource, values)


def _permits(statement: dict[str, Any], action: str, resource: str, values: dict[str, str] | None = None) -> bool:
    asked = {**statement, "Effect": "Allow", "Resource": _patterns(statement["Resource"])}
    for name in ("Action", "NotAction"):
        if name in statement:
            asked[name] = _patterns(statement[name], str.lower)
    answer = IAMPolicyStatement(asked).is_action_permitted(action.lower(), resource, None, values)
    return answer == PermissionResult.PERMITTED


def _patterns(value: Any, spelled: Any = str) -> list[str]:
    """Patterns as moto takes them: regular expressions in which only the star is IAM's."""
    patterns = value if isinstance(value, list) else [value]
    return [
        "".join("*" if c == "*" else "." if c == "?" else re.escape(c) for c in spelled(pattern))
        for pattern in patterns
    ]
