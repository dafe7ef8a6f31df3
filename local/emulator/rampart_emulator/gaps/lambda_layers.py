"""Lambda layers: policies of layer versions as AWS writes them, and layers of other accounts."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from moto.awslambda.models import LambdaFunction

from ..answers import ApiError
from ..wire import Call
from . import handles
from .lambda_functions import backend_of, check_revision, not_found

_FOREIGN = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:(\d{12}):layer:[A-Za-z0-9_-]+:\d+")
_moto_layers = LambdaFunction._get_layers_data


def _layers(self: LambdaFunction, arns: list[str]) -> list[dict[str, Any]]:
    """Whoever another account shares a layer with can use it; moto knows layers of the own account only."""
    own = self.account_id
    known = [arn for arn in arns if not (match := _FOREIGN.fullmatch(arn)) or match[1] == own]
    data = {layer["Arn"]: layer for layer in _moto_layers(self, known)}
    return [data.get(arn, {"Arn": arn, "CodeSize": 1024}) for arn in arns]


LambdaFunction._get_layers_data = _layers  # type: ignore[method-assign]


def _version(call: Call) -> Any:
    given = call.parameters
    name = given["LayerName"].split(":layer:")[-1].split(":")[0]
    layer = backend_of(call)._layers._layers.get(name)
    version = layer.layer_versions.get(str(given["VersionNumber"])) if layer else None
    if version is None:
        arn = f"arn:aws:lambda:{call.region}:{call.account}:layer:{name}:{given['VersionNumber']}"
        raise not_found(f"Layer version {arn} does not exist.")
    return version


@handles("lambda", "AddLayerVersionPermission")
def add_permission(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html"""
    policy = _version(call).policy
    given = call.parameters
    if policy.statements:
        check_revision(given.get("RevisionId"), policy.revision)
    if any(statement["Sid"] == given["StatementId"] for statement in policy.statements):
        raise ApiError(
            "ResourceConflictException",
            f"The statement id ({given['StatementId']}) provided already exists. Please provide a new statement id, "
            "or remove the existing statement.",
            Type="User",
        )
    if given.get("OrganizationId") and given["Principal"] != "*":
        raise ApiError(
            "InvalidParameterValueException", "Principal must be * when an organization is given.", Type="User"
        )
    who = given["Principal"]
    statement = {
        "Sid": given["StatementId"],
        "Effect": "Allow",
        "Principal": who if who == "*" else {"AWS": f"arn:aws:iam::{who}:root"},
        "Action": given["Action"],
        "Resource": _version(call).arn,
    }
    if given.get("OrganizationId"):
        statement["Condition"] = {"StringEquals": {"aws:PrincipalOrgID": given["OrganizationId"]}}
    policy.statements.append(statement)
    policy.revision = str(uuid.uuid4())
    return {"Statement": json.dumps(statement, separators=(",", ":")), "RevisionId": policy.revision}


@handles("lambda", "GetLayerVersionPolicy")
def get_policy(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionPolicy.html"""
    policy = _version(call).policy
    if not policy.statements:
        raise not_found("No policy is associated with the given resource.")
    document = {"Version": "2012-10-17", "Id": "default", "Statement": policy.statements}
    return {"Policy": json.dumps(document, separators=(",", ":")), "RevisionId": policy.revision}


@handles("lambda", "RemoveLayerVersionPermission")
def remove_permission(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_RemoveLayerVersionPermission.html"""
    policy = _version(call).policy
    given = call.parameters
    found = next((each for each in policy.statements if each["Sid"] == given["StatementId"]), None)
    if found is None:
        raise not_found(f"Statement {given['StatementId']} is not found in resource policy.")
    check_revision(given.get("RevisionId"), policy.revision)
    policy.statements.remove(found)
    policy.revision = str(uuid.uuid4())
    return {}
