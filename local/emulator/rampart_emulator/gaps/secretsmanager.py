"""Secrets Manager: resource policies that are checked, and refused where they let everyone in; rotation without running
the function that makes the new value."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from moto.secretsmanager.models import secretsmanager_backends

from ..answers import ApiError
from ..wire import Call
from . import handles

# https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html
_POLICY_LIMIT = 20480


def _statements(text: str) -> list[dict[str, Any]]:
    if not text or len(text) > _POLICY_LIMIT:
        raise ApiError("InvalidParameterException", f"A resource policy has 1 to {_POLICY_LIMIT} characters.")
    try:
        statements = json.loads(text)["Statement"]
        statements = statements if isinstance(statements, list) else [statements]
        if not all(isinstance(each, dict) and "Effect" in each for each in statements):
            raise ValueError
        return statements
    except (ValueError, KeyError, TypeError):
        raise ApiError("MalformedPolicyDocumentException", "This resource policy contains a syntax error.") from None


def _is_public(statement: dict[str, Any]) -> bool:
    """AWS proves it with Zelkova; here, everyone without a condition is everyone."""
    principal = statement.get("Principal")
    named = principal.get("AWS") if isinstance(principal, dict) else principal
    everyone = "*" in (named if isinstance(named, list) else [named])
    return statement["Effect"] == "Allow" and everyone and not statement.get("Condition")


@handles("secretsmanager", "PutResourcePolicy")
def put_resource_policy(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html"""
    statements = _statements(call.parameters.get("ResourcePolicy", ""))
    if call.parameters.get("BlockPublicPolicy") and any(_is_public(each) for each in statements):
        raise ApiError(
            "PublicPolicyException",
            "You can't attach the resource policy because it grants broad access to the secret.",
        )
    return moto.result()


@handles("secretsmanager", "PutSecretValue")
def put_secret_value(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html"""
    secret = secretsmanager_backends[call.account][call.region].secrets.get(call.parameters.get("SecretId", ""))
    if secret is not None and secret.is_deleted():
        raise ApiError(
            "InvalidRequestException",
            "You can't perform this operation on the secret because it was marked for deletion.",
        )
    return moto.result()


@handles("secretsmanager", "ValidateResourcePolicy")
def validate_resource_policy(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ValidateResourcePolicy.html"""
    errors = []
    try:
        if any(_is_public(each) for each in _statements(call.parameters.get("ResourcePolicy", ""))):
            errors.append({"CheckName": "PublicPolicy", "ErrorMessage": "The policy grants broad access."})
    except ApiError as error:
        errors.append({"CheckName": "Syntax", "ErrorMessage": error.message})
    return {"PolicyValidationPassed": not errors, "ValidationErrors": errors}


def _secret_of(call: Call) -> Any:
    secrets = secretsmanager_backends[call.account][call.region].secrets
    secret = secrets.get(call.parameters.get("SecretId", ""))
    if secret is None:
        raise ApiError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
    return secret


@handles("secretsmanager", "RotateSecret")
def rotate_secret(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html"""
    secret = _secret_of(call)
    secret.rotation_lambda_arn = call.parameters.get("RotationLambdaARN") or secret.rotation_lambda_arn
    if not secret.rotation_lambda_arn:
        raise ApiError("InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.")
    days = call.parameters.get("RotationRules", {}).get("AutomaticallyAfterDays")
    secret.auto_rotate_after_days = int(days or secret.auto_rotate_after_days or 30)
    secret.rotation_requested = secret.rotation_enabled = True
    secret.next_rotation_date = int(time.time()) + secret.auto_rotate_after_days * 86_400
    version = call.parameters.get("ClientRequestToken") or str(uuid.uuid4())
    return {"ARN": secret.arn, "Name": secret.name, "VersionId": version}


@handles("secretsmanager", "CancelRotateSecret")
def cancel_rotate_secret(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html"""
    secret = _secret_of(call)
    secret.rotation_enabled, secret.next_rotation_date = False, None
    return {"ARN": secret.arn, "Name": secret.name}
