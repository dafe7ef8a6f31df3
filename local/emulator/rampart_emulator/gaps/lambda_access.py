"""Who may call a Lambda function: resource policies per qualifier, and function URLs per alias."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from moto.awslambda.models import FunctionUrlConfig
from moto.awslambda.policy import Policy

from ..answers import ApiError
from ..wire import Call
from . import handles
from .lambda_functions import aliases_of, arn_of, check_revision, function_of, not_found
from .paging import page

_POLICY_LIMIT = 20480


def _policies(function: Any) -> dict[str, Policy]:
    return function.__dict__.setdefault("rampart_policies", {})


def _policy(function: Any, qualifier: str | None) -> Policy:
    """moto's own policy for the function itself; one of the same kind per alias and version."""
    if not qualifier:
        return function.policy
    return _policies(function).setdefault(qualifier, Policy(function))


def _refuse_latest(qualifier: str | None) -> None:
    if qualifier == "$LATEST":
        raise ApiError(
            "InvalidParameterValueException", "We currently do not support adding policies for $LATEST.", Type="User"
        )


def _principal(text: str) -> Any:
    if text == "*":
        return "*"
    if re.fullmatch(r"\d{12}", text):
        return {"AWS": f"arn:aws:iam::{text}:root"}
    if text.startswith("arn:"):
        return {"AWS": text}
    if re.fullmatch(r"[a-z0-9.-]+\.(amazonaws\.com|amazon\.com|aws)(\.cn)?", text):
        return {"Service": text}
    raise ApiError(
        "InvalidParameterValueException",
        "The provided principal was invalid. Please check the principal and try again.",
        Type="User",
    )


def _condition(given: dict[str, Any]) -> dict[str, Any]:
    equals = {
        "AWS:SourceAccount": given.get("SourceAccount"),
        "aws:PrincipalOrgID": given.get("PrincipalOrgID"),
        "lambda:FunctionUrlAuthType": given.get("FunctionUrlAuthType"),
        "lambda:EventSourceToken": given.get("EventSourceToken"),
    }
    condition: dict[str, Any] = {}
    if any(equals.values()):
        condition["StringEquals"] = {key: value for key, value in equals.items() if value}
    if given.get("SourceArn"):
        condition["ArnLike"] = {"AWS:SourceArn": given["SourceArn"]}
    if given.get("InvokedViaFunctionUrl") is not None:
        condition["Bool"] = {"lambda:InvokedViaFunctionUrl": str(given["InvokedViaFunctionUrl"]).lower()}
    return condition


@handles("lambda", "AddPermission")
def add_permission(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html"""
    function, qualifier = function_of(call)
    _refuse_latest(qualifier)
    given = call.parameters
    principal = _principal(given["Principal"])
    policy = _policy(function, qualifier)
    check_revision(given.get("RevisionId"), policy.revision)
    sid = given["StatementId"]
    if any(statement.get("Sid") == sid for statement in policy.statements):
        raise ApiError(
            "ResourceConflictException",
            f"The statement id ({sid}) provided already exists. Please provide a new statement id, "
            "or remove the existing statement.",
            Type="User",
        )
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": principal,
        "Action": given["Action"],
        "Resource": arn_of(call, function.function_name, qualifier),
    }
    condition = _condition(given)
    if condition:
        statement["Condition"] = condition
    if len(_document([*policy.statements, statement])) > _POLICY_LIMIT:
        raise ApiError(
            "PolicyLengthExceededException",
            f"The final policy size is bigger than the limit ({_POLICY_LIMIT}).",
            Type="User",
        )
    policy.statements.append(statement)
    policy.revision = str(uuid.uuid4())
    return {"Statement": json.dumps(statement, separators=(",", ":"))}


@handles("lambda", "RemovePermission")
def remove_permission(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html"""
    function, qualifier = function_of(call)
    _refuse_latest(qualifier)
    policy = _policy(function, qualifier)
    if not policy.statements:
        raise not_found("No policy is associated with the given resource.")
    sid = call.parameters["StatementId"]
    found = next((s for s in policy.statements if s.get("Sid") == sid), None)
    if found is None:
        raise not_found(f"Statement {sid} is not found in resource policy.")
    check_revision(call.parameters.get("RevisionId"), policy.revision)
    policy.statements.remove(found)
    policy.revision = str(uuid.uuid4())
    return {}


@handles("lambda", "GetPolicy")
def get_policy(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html"""
    function, qualifier = function_of(call)
    _refuse_latest(qualifier)
    policy = _policy(function, qualifier)
    if not policy.statements:
        raise not_found("The resource you requested does not exist.")
    return {"Policy": _document(policy.statements), "RevisionId": policy.revision}


def _document(statements: list[dict[str, Any]]) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Id": "default", "Statement": statements}, separators=(",", ":")
    )


def _urls(function: Any) -> dict[str, FunctionUrlConfig]:
    return function.__dict__.setdefault("rampart_urls", {})


def _url_target(call: Call) -> tuple[Any, str | None]:
    function, qualifier = function_of(call)
    if qualifier and qualifier not in aliases_of(call, function.function_name):
        raise ApiError(
            "InvalidParameterValueException", "A function URL belongs to a function or an alias.", Type="User"
        )
    return function, qualifier


def _url(call: Call) -> tuple[Any, str | None, FunctionUrlConfig]:
    function, qualifier = _url_target(call)
    config = _urls(function).get(qualifier) if qualifier else function.url_config
    if config is None:
        raise not_found("The resource you requested does not exist.")
    return function, qualifier, config


def _shown(call: Call, function: Any, qualifier: str | None, config: FunctionUrlConfig) -> dict[str, Any]:
    shown = config.to_dict()
    shown["FunctionArn"] = arn_of(call, function.function_name, qualifier)
    shown["InvokeMode"] = config.config.get("InvokeMode") or "BUFFERED"
    return {key: value for key, value in shown.items() if value is not None}


@handles("lambda", "CreateFunctionUrlConfig")
def create_url(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html"""
    function, qualifier = _url_target(call)
    existing = _urls(function).get(qualifier) if qualifier else function.url_config
    if existing is not None:
        arn = arn_of(call, function.function_name, qualifier)
        raise ApiError(
            "ResourceConflictException",
            f"Failed to create function url config for [functionArn = {arn}]. Error message:  "
            "FunctionUrlConfig exists for this Lambda function",
            Type="User",
        )
    config = FunctionUrlConfig(function, dict(call.parameters))
    if qualifier:
        _urls(function)[qualifier] = config
    else:
        function.url_config = config
    return _shown(call, function, qualifier, config)


@handles("lambda", "GetFunctionUrlConfig")
def get_url(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionUrlConfig.html"""
    return _shown(call, *_url(call))


@handles("lambda", "UpdateFunctionUrlConfig")
def update_url(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionUrlConfig.html"""
    function, qualifier, config = _url(call)
    config.update(call.parameters)
    # An empty Cors removes it, which moto's truth test would keep.
    for name in ("Cors", "InvokeMode"):
        if name in call.parameters:
            config.config[name] = call.parameters[name] or None
    config.last_modified = config.last_modified.partition(".")[0] + ".000+0000"
    return _shown(call, function, qualifier, config)


@handles("lambda", "DeleteFunctionUrlConfig")
def delete_url(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionUrlConfig.html"""
    function, qualifier, _ = _url(call)
    if qualifier:
        del _urls(function)[qualifier]
    else:
        function.url_config = None
    return {}


@handles("lambda", "ListFunctionUrlConfigs")
def list_urls(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html"""
    function, _ = function_of(call)
    configs: list[tuple[str | None, FunctionUrlConfig]] = list(_urls(function).items())
    if function.url_config is not None:
        configs.append((None, function.url_config))
    shown = [_shown(call, function, qualifier, config) for qualifier, config in configs]
    chosen, marker = page(
        shown, lambda c: c["FunctionArn"], call.parameters.get("MaxItems"), call.parameters.get("Marker"), 50,
        error="InvalidParameterValueException",
    )
    return {"FunctionUrlConfigs": chosen, "NextMarker": marker}
