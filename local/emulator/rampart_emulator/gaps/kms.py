"""KMS: keys that may be named by their ARN everywhere, states that forbid, key policies that are checked."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

from moto.kms.models import kms_backends

from ..answers import ApiError
from ..wire import Call
from . import handles

# https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
_POLICY_LIMIT = 32 * 1024


def _key_of(call: Call) -> Any:
    backend = kms_backends[call.account][call.region]
    name = str(call.parameters.get("KeyId", ""))
    key = backend.keys.get(name.rpartition(":key/")[2] or name)
    if key is None:
        raise ApiError("NotFoundException", f"Key '{name}' does not exist")
    return key


def _refuse(key: Any, *states: str) -> None:
    if key.key_state in states:
        words = {"PendingDeletion": "is pending deletion", "Disabled": "is disabled"}
        raise ApiError("KMSInvalidStateException", f"{key.arn} {words.get(key.key_state, 'is ' + key.key_state)}.")


def _by_id(call: Call, moto: Any) -> Any:
    """moto takes the bare id only where AWS takes the ARN too."""
    key = _key_of(call)
    body = {**json.loads(call.request.content or b"{}"), "KeyId": key.id}
    return moto.answer(replace(call.request, body=json.dumps(body).encode()))


@handles("kms", "CreateGrant", "ListGrants", "RevokeGrant", "ListResourceTags", "TagResource", "UntagResource")
def by_id(call: Call, moto: Any) -> Any:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html"""
    return _by_id(call, moto)


@handles("kms", "PutKeyPolicy")
def put_key_policy(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html"""
    key = _key_of(call)
    _refuse(key, "PendingDeletion")
    policy = str(call.parameters.get("Policy", ""))
    if len(policy) > _POLICY_LIMIT:
        raise ApiError("LimitExceededException", "The key policy is too long.")
    try:
        statements = json.loads(policy)["Statement"]
    except (ValueError, KeyError, TypeError):
        raise ApiError("MalformedPolicyDocumentException", "The new key policy is not valid.") from None
    if not call.parameters.get("BypassPolicyLockoutSafetyCheck") and not _leaves_a_way(statements, call.account):
        raise ApiError(
            "MalformedPolicyDocumentException",
            "The new key policy will not allow you to update the key policy in the future.",
        )
    key.policy = policy
    return {}


def _leaves_a_way(statements: Any, account: str) -> bool:
    """Whether somebody of the account may put the next policy: an approximation of the safety check, which asks that of
    the caller."""
    for statement in statements if isinstance(statements, list) else [statements]:
        actions = statement.get("Action", [])
        actions = [actions] if isinstance(actions, str) else actions
        puts = any(action.lower() in ("*", "kms:*", "kms:put*", "kms:putkeypolicy") for action in actions)
        if statement.get("Effect") == "Allow" and puts and account in json.dumps(statement.get("Principal", "")):
            return True
    return False


@handles("kms", "DisableKey", "EnableKey")
def switch(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html"""
    key = _key_of(call)
    _refuse(key, "PendingDeletion", "PendingImport", "Unavailable")
    key.enabled = call.operation == "EnableKey"
    key.key_state = "Enabled" if key.enabled else "Disabled"
    return {}


@handles("kms", "ScheduleKeyDeletion")
def schedule_key_deletion(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html"""
    key = _key_of(call)
    _refuse(key, "PendingDeletion")
    days = int(call.parameters.get("PendingWindowInDays") or 30)
    if not 7 <= days <= 30:
        raise ApiError("ValidationException", "PendingWindowInDays is between 7 and 30.")
    key.enabled, key.key_state = False, "PendingDeletion"
    # moto keeps times without a zone, in UTC.
    key.deletion_date = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) + datetime.timedelta(days=days)
    return {
        "KeyId": key.arn, "DeletionDate": key.deletion_date, "KeyState": key.key_state, "PendingWindowInDays": days,
    }


@handles("kms", "CancelKeyDeletion")
def cancel_key_deletion(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html"""
    key = _key_of(call)
    if key.key_state != "PendingDeletion":
        raise ApiError("KMSInvalidStateException", f"{key.arn} is not pending deletion.")
    # "If this operation is successful, the key state of the KMS key is Disabled."
    key.key_state, key.deletion_date = "Disabled", None
    return {"KeyId": key.arn}


@handles("kms", "EnableKeyRotation", "DisableKeyRotation")
def rotate(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html"""
    key = _key_of(call)
    _refuse(key, "Disabled", "PendingDeletion", "PendingImport")
    if key.key_spec != "SYMMETRIC_DEFAULT" or key.origin != "AWS_KMS":
        raise ApiError("UnsupportedOperationException", "Only symmetric keys with material of AWS KMS rotate.")
    key.key_rotation_status = call.operation == "EnableKeyRotation"
    if key.key_rotation_status:
        period = call.parameters.get("RotationPeriodInDays")
        key.rampart_period = int(period or key.__dict__.get("rampart_period") or 365)
    return {}


@handles("kms", "GetKeyRotationStatus")
def get_key_rotation_status(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html"""
    key = _key_of(call)
    status = {"KeyId": key.arn, "KeyRotationEnabled": key.key_rotation_status}
    if key.key_rotation_status:
        status["RotationPeriodInDays"] = key.__dict__.get("rampart_period", 365)
    return status
