"""Who used what, as IAM's last accessed information has it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
"""

from __future__ import annotations

import datetime
import threading
from dataclasses import dataclass, field
from typing import Any

from . import quirks
from .wire import Call

# Where the action has another name than the operation, or another service:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
_ACTIONS = {
    ("s3", "ListBuckets"): "s3:ListAllMyBuckets",
    ("s3", "ListObjects"): "s3:ListBucket",
    ("s3", "ListObjectsV2"): "s3:ListBucket",
    ("s3", "HeadBucket"): "s3:ListBucket",
    ("lambda", "Invoke"): "lambda:InvokeFunction",
}
_NAMESPACES = {"apigatewayv2": "apigateway"}


@dataclass
class Service:
    """When a service was last called, and its tracked actions."""

    at: datetime.datetime
    actions: dict[str, datetime.datetime] = field(default_factory=dict)


_lock = threading.Lock()
_used: dict[str, dict[str, Service]] = {}


def note(identity: dict[str, Any], call: Call, at: datetime.datetime) -> None:
    """Data events count for the service; which action it was is not tracked."""
    principal = _principal(identity)
    if not principal:
        return
    namespace = _NAMESPACES.get(call.service, call.service)
    with _lock:
        service = _used.setdefault(principal, {}).setdefault(namespace, Service(at))
        service.at = at
        if not quirks.is_data_event(call):
            default = f"{namespace}:{call.operation}"
            service.actions[_ACTIONS.get((call.service, call.operation), default)] = at


def _principal(identity: dict[str, Any]) -> str:
    """Sessions count for their role."""
    issuer = identity.get("sessionContext", {}).get("sessionIssuer", {})
    return issuer.get("arn") or identity.get("arn", "")


def of(principal: str) -> dict[str, Service]:
    with _lock:
        return {name: Service(each.at, dict(each.actions)) for name, each in _used.get(principal, {}).items()}


def clear() -> None:
    with _lock:
        _used.clear()
