"""Lambda: updates that take time, and variables that cannot be decrypted.

`PUT /_rampart/lambda` says where, see control.py.
"""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import lambda_backends

from ..answers import ApiError
from ..wire import Call


def _setting(call: Call, name: str, otherwise: Any) -> Any:
    return getattr(lambda_backends[call.account][call.region], name, otherwise)


def begin_update(call: Call, function: Any) -> None:
    """The next looks find an update in progress."""
    function.rampart_updating = int(_setting(call, "rampart_update_looks", 0))


def refuse_while_updating(function: Any) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html"""
    if function.__dict__.get("rampart_updating", 0) > 0:
        raise ApiError(
            "ResourceConflictException",
            "The operation cannot be performed at this time. An update is in progress for resource: "
            + function.function_arn,
            Type="User",
        )


def show(call: Call, function: Any, configuration: dict[str, Any]) -> None:
    """What a look sees of an update in progress, and of variables that cannot be decrypted."""
    looks = function.__dict__.get("rampart_updating", 0)
    if looks > 0:
        function.rampart_updating = looks - 1
        configuration["LastUpdateStatus"] = "InProgress"
        configuration["LastUpdateStatusReason"] = "The function is being updated."
        configuration["LastUpdateStatusReasonCode"] = "Updating"
    if function.function_name in _setting(call, "rampart_undecryptable", ()):
        # https://docs.aws.amazon.com/lambda/latest/api/API_EnvironmentError.html
        configuration["Environment"] = {
            "Error": {
                "ErrorCode": "AccessDeniedException",
                "Message": "Lambda was unable to decrypt your environment variables because the KMS access was "
                "denied. Please check your KMS permissions.",
            }
        }
