"""API Gateway REST APIs: deployments as snapshots of the draft, and the stages that serve them."""

from __future__ import annotations

import copy
import time
from typing import Any

from moto.apigateway.models import Deployment, Stage
from moto.apigateway.utils import ApigwDeploymentIdentifier

from ..answers import ApiError
from ..http import Answer
from ..wire import Call
from . import handles
from .apigateway_apis import shown as shown_authorizer
from .apigateway_methods import api_of, not_found
from .apigateway_stages import patch_settings
from .paging import page
from .patches import as_bool, invalid, operations


def snapshot_of(api: Any) -> dict[str, Any]:
    """What a deployment freezes: later edits of the draft must not reach a live stage."""
    return copy.deepcopy({
        "api": api.to_dict(),
        "methods": {
            resource.get_path(): {name: method.to_json() for name, method in resource.resource_methods.items()}
            for resource in api.resources.values()
            if resource.resource_methods
        },
        "authorizers": {key: shown_authorizer(authorizer) for key, authorizer in api.authorizers.items()},
        "validators": {key: validator.to_dict() for key, validator in api.request_validators.items()},
    })


def snapshot_of_stage(api: Any, stage: Any) -> dict[str, Any]:
    return _deployment(api, stage.deployment_id).__dict__.get("rampart_snapshot") or snapshot_of(api)


def _deployment(api: Any, deployment_id: Any) -> Any:
    deployment = api.deployments.get(deployment_id)
    if deployment is None:
        raise not_found("Invalid Deployment identifier specified")
    return deployment


def stage_of(call: Call) -> Any:
    stage = api_of(call).stages.get(call.parameters.get("stageName"))
    if stage is None:
        raise not_found("Invalid stage identifier specified")
    return stage


@handles("apigateway", "CreateDeployment")
def create_deployment(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html"""
    api, given = api_of(call), call.parameters
    methods = [m for r in api.resources.values() for m in r.resource_methods.values()]
    if not methods:
        raise ApiError("BadRequestException", "The REST API doesn't contain any methods")
    if any(method.method_integration is None for method in methods):
        raise ApiError("BadRequestException", "No integration defined for method")
    name = given.get("stageName")
    identifier = ApigwDeploymentIdentifier(api.account_id, api.region_name, stage_name=name or "")
    deployment = Deployment(identifier.generate(list(api.deployments)), name, given.get("description", ""))
    deployment.rampart_snapshot = snapshot_of(api)
    api.deployments[deployment.id] = deployment
    if name:
        _deploy(api, name, deployment, given)
    return _shown_deployment(deployment, False)


def _deploy(api: Any, name: str, deployment: Any, given: dict[str, Any]) -> None:
    stage = api.stages.get(name)
    canary = given.get("canarySettings")
    if stage is None:
        stage = api.stages[name] = Stage(name=name, deployment_id=deployment.id)
        stage.rampart_created = int(time.time())
    elif canary:
        stage.rampart_canary = {**canary, "deploymentId": deployment.id}
        return
    # The stage keeps its settings; moto would put a new one in its place.
    stage.deployment_id = deployment.id
    stage.rampart_updated = int(time.time())
    if given.get("variables"):
        stage.variables = given["variables"]
    if given.get("stageDescription"):
        stage.description = given["stageDescription"]
    if given.get("tracingEnabled") is not None:
        stage.tracing_enabled = given["tracingEnabled"]


def _shown_deployment(deployment: Any, embed: bool) -> dict[str, Any]:
    result = {
        "id": deployment.id, "description": deployment.description, "createdDate": deployment.created_date,
    }
    if embed:
        methods = deployment.__dict__.get("rampart_snapshot", {}).get("methods", {})
        result["apiSummary"] = {
            path: {
                name: {
                    "authorizationType": method.get("authorizationType") or "NONE",
                    "apiKeyRequired": bool(method.get("apiKeyRequired")),
                }
                for name, method in entries.items()
            }
            for path, entries in methods.items()
        }
    return result


@handles("apigateway", "GetDeployment")
def get_deployment(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployment.html"""
    deployment = _deployment(api_of(call), call.parameters.get("deploymentId"))
    return _shown_deployment(deployment, "apisummary" in (call.parameters.get("embed") or []))


@handles("apigateway", "GetDeployments")
def get_deployments(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployments.html"""
    asked, deployments = call.parameters, list(api_of(call).deployments.values())
    chosen, position = page(deployments, lambda d: d.id, asked.get("limit"), asked.get("position"), 500, 25)
    return {"items": [_shown_deployment(d, False) for d in chosen], "position": position}


@handles("apigateway", "UpdateDeployment")
def update_deployment(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDeployment.html"""
    deployment = _deployment(api_of(call), call.parameters.get("deploymentId"))
    for op, path, value, _ in operations(call.parameters):
        if (op, path) != ("replace", "/description"):
            raise invalid(op, path)
        deployment.description = value
    return _shown_deployment(deployment, False)


@handles("apigateway", "DeleteDeployment")
def delete_deployment(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDeployment.html"""
    api = api_of(call)
    deployment = _deployment(api, call.parameters.get("deploymentId"))
    canaries = [stage.__dict__.get("rampart_canary", {}).get("deploymentId") for stage in api.stages.values()]
    if deployment.id in [stage.deployment_id for stage in api.stages.values()] + canaries:
        raise ApiError(
            "BadRequestException", "Active stages pointing to this deployment must be moved or deleted"
        )
    del api.deployments[deployment.id]
    return {}


def _shown_stage(stage: Any) -> dict[str, Any]:
    result = stage.to_json()
    created = stage.__dict__.setdefault("rampart_created", int(time.time()))
    result["createdDate"] = created
    result["lastUpdatedDate"] = stage.__dict__.get("rampart_updated", created)
    if stage.__dict__.get("rampart_canary"):
        result["canarySettings"] = stage.rampart_canary
    return result


@handles("apigateway", "CreateStage")
def create_stage(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html"""
    api = api_of(call)
    _deployment(api, call.parameters.get("deploymentId"))
    moto.result()
    stage = api.stages[call.parameters["stageName"]]
    if call.parameters.get("canarySettings"):
        stage.rampart_canary = call.parameters["canarySettings"]
    return _shown_stage(stage)


@handles("apigateway", "GetStage")
def get_stage(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html"""
    return _shown_stage(stage_of(call))


@handles("apigateway", "GetStages")
def get_stages(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetStages.html"""
    wanted = call.parameters.get("deploymentId")
    stages = [s for s in api_of(call).stages.values() if wanted in (None, s.deployment_id)]
    return {"item": [_shown_stage(stage) for stage in stages]}


@handles("apigateway", "UpdateStage")
def update_stage(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html"""
    api, stage = api_of(call), stage_of(call)
    draft = copy.deepcopy(stage)
    for op, path, value, source in operations(call.parameters):
        if path == "/deploymentId":
            if op == "copy" and source == "/canarySettings/deploymentId":
                # Promotes the canary.
                value = draft.__dict__.get("rampart_canary", {}).get("deploymentId")
            elif op != "replace":
                raise invalid(op, path)
            draft.deployment_id = _deployment(api, value).id
        elif path.startswith("/canarySettings"):
            _patch_canary(api, draft, op, path, value)
        elif not patch_settings(draft, op, path, value):
            draft.apply_operations([{"op": op, "path": path, "value": value or ""}])
    stage.__dict__.update(draft.__dict__)
    stage.rampart_updated = int(time.time())
    return _shown_stage(stage)


def _patch_canary(api: Any, stage: Any, op: str, path: str, value: str | None) -> None:
    key = path.removeprefix("/canarySettings").lstrip("/")
    if op == "remove" and not key:
        stage.rampart_canary = {}
        return
    canary = dict(stage.__dict__.get("rampart_canary") or {"percentTraffic": 0.0, "useStageCache": False})
    if key == "deploymentId":
        canary[key] = _deployment(api, value).id
    elif key == "percentTraffic":
        canary[key] = float(value or 0)
    elif key == "useStageCache":
        canary[key] = as_bool(value)
    else:
        raise invalid(op, path)
    stage.rampart_canary = canary


@handles("apigateway", "FlushStageAuthorizersCache", "FlushStageCache")
def flush_cache(call: Call, moto: Any) -> dict[str, Any] | Answer:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_FlushStageAuthorizersCache.html"""
    stage_of(call)
    return {}
