"""IAM: last accessed information, which moto lacks, from the calls that were made here."""

from __future__ import annotations

import datetime
import json
import urllib.parse
import uuid
from typing import Any

from .. import activity
from ..answers import ApiError
from ..wire import Call
from . import handles
from .iam import backend_of

_KINDS = ("roles", "users", "groups")


@handles("iam", "GenerateServiceLastAccessedDetails")
def generate(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html"""
    arn = call.parameters.get("Arn", "")
    if _entity(call, arn) is None:
        raise ApiError("NoSuchEntity", f"ARN {arn} is not found.", 404)
    job = str(uuid.uuid4())
    jobs = _jobs(call)
    jobs[job] = (arn, call.parameters.get("Granularity") or "SERVICE_LEVEL", _now(), 0)
    return {"JobId": job}


@handles("iam", "GetServiceLastAccessedDetails")
def get(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html

    A job takes a while: the first question finds it in progress, or as many as the control endpoint says."""
    job = call.parameters.get("JobId", "")
    jobs = _jobs(call)
    if job not in jobs:
        raise ApiError("NoSuchEntity", f"Job with ID {job} is not found.", 404)
    arn, granularity, created, asked = jobs[job]
    status = {"JobType": granularity, "JobCreationDate": created, "IsTruncated": False}
    if asked < getattr(backend_of(call), "rampart_report_looks", 1):
        jobs[job] = (arn, granularity, created, asked + 1)
        return {**status, "JobStatus": "IN_PROGRESS", "ServicesLastAccessed": []}
    used = activity.of(arn)
    services = [
        _service(name, used.get(name), arn, granularity) for name in sorted(_allowed(call, arn) | used.keys())
    ]
    return {**status, "JobStatus": "COMPLETED", "JobCompletionDate": _now(), "ServicesLastAccessed": services}


@handles("iam", "GetRole")
def get_role(call: Call, moto: Any) -> Any:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html"""
    role = next((r for r in backend_of(call).roles.values() if r.name == call.parameters.get("RoleName")), None)
    used = activity.of(role.arn).values() if role is not None else ()
    if used:
        role.last_used, role.last_used_region = max(service.at for service in used), "us-east-1"
    return moto.answer()


def _service(name: str, used: activity.Service | None, arn: str, granularity: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"ServiceName": name, "ServiceNamespace": name, "TotalAuthenticatedEntities": 0}
    if used is not None:
        answer.update(
            TotalAuthenticatedEntities=1, LastAuthenticated=used.at, LastAuthenticatedEntity=arn,
            LastAuthenticatedRegion="us-east-1",
        )
        if granularity == "ACTION_LEVEL" and used.actions:
            answer["TrackedActionsLastAccessed"] = [
                {
                    "ActionName": action.split(":", 1)[1], "LastAccessedEntity": arn, "LastAccessedTime": at,
                    "LastAccessedRegion": "us-east-1",
                }
                for action, at in sorted(used.actions.items())
            ]
    return answer


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


def _jobs(call: Call) -> dict[str, Any]:
    backend = backend_of(call)
    if not hasattr(backend, "rampart_jobs"):
        backend.rampart_jobs = {}
    return backend.rampart_jobs


def _entity(call: Call, arn: str) -> Any:
    backend = backend_of(call)
    for kind in _KINDS:
        for entity in getattr(backend, kind).values():
            if entity.arn == arn:
                return entity
    return backend.managed_policies.get(arn)


def _allowed(call: Call, arn: str) -> set[str]:
    """The services that the policies name. Where a policy allows all of them, those known by name to no
    policy are left out: AWS lists some three hundred."""
    entity = _entity(call, arn)
    documents = [*getattr(entity, "policies", {}).values()]
    managed = [*getattr(entity, "managed_policies", {}).values()]
    if hasattr(entity, "versions"):
        managed.append(entity)
    documents += [each.document for policy in managed for each in policy.versions if each.is_default]
    services: set[str] = set()
    for text in documents:
        statements = json.loads(urllib.parse.unquote(text)).get("Statement", [])
        for statement in statements if isinstance(statements, list) else [statements]:
            actions = statement.get("Action", [])
            for action in actions if isinstance(actions, list) else [actions]:
                services.add(action.split(":", 1)[0].lower())
    return {service for service in services if "*" not in service}
