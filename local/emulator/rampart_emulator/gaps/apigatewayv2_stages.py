"""HTTP and WebSocket APIs: stages, and deployments as snapshots."""

from __future__ import annotations

import copy
import datetime
import json
import random
import string
from typing import Any

from ..answers import ApiError, from_json
from ..wire import Call
from . import handles
from .apigatewayv2_routes import api_of, document_of, listed, not_found, shown_authorizer, shown_route


def snapshot_of(api: Any) -> dict[str, Any]:
    """What a deployment freezes, in wire form."""
    return copy.deepcopy({
        "api": {"name": api.name, "version": api.version, "description": api.description,
                "corsConfiguration": api.cors_configuration},
        "routes": [shown_route(route) for route in api.routes.values()],
        "authorizers": {key: shown_authorizer(a) for key, a in api.authorizers.items()},
        "integrations": {
            key: {name: value for name, value in integration.to_json().items() if value is not None}
            for key, integration in api.integrations.items()
        },
    })


def _deployments(api: Any) -> dict[str, dict[str, Any]]:
    return api.__dict__.setdefault("rampart_deployments", {})


def _deploy(api: Any, description: str | None, automatic: bool) -> str:
    identifier = "".join(random.choice(string.ascii_lowercase + string.digits) for _ in range(6))
    _deployments(api)[identifier] = {
        "shown": {
            "deploymentId": identifier,
            "autoDeployed": automatic,
            "createdDate": f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}",
            "deploymentStatus": "DEPLOYED",
            "description": description or ("Automatic deployment triggered by changes to the Api configuration"
                                           if automatic else None),
        },
        "snapshot": snapshot_of(api),
    }
    return identifier


def _deploy_automatically(api: Any) -> None:
    """What AWS does after each change, done when somebody looks."""
    for stage in api.stages.values():
        if not stage.auto_deploy:
            continue
        current = _deployments(api).get(stage.__dict__.get("rampart_deployment", ""))
        if current is None or _text(current["snapshot"]) != _text(snapshot_of(api)):
            stage.rampart_deployment = _deploy(api, None, True)


def _text(snapshot: dict[str, Any]) -> str:
    return json.dumps(snapshot, sort_keys=True, default=str)


def stage_of(call: Call) -> Any:
    stage = api_of(call).stages.get(call.parameters.get("StageName"))
    if stage is None:
        raise not_found("Invalid stage identifier specified")
    return stage


def snapshot_of_stage(call: Call) -> dict[str, Any]:
    api, stage = api_of(call), stage_of(call)
    _deploy_automatically(api)
    deployment = _deployments(api).get(stage.__dict__.get("rampart_deployment", ""))
    if deployment is None:
        raise ApiError("BadRequestException", f"Stage {stage.name} has no deployment")
    return deployment["snapshot"]


def _shown(stage: Any) -> dict[str, Any]:
    shown = stage.to_json()
    shown["autoDeploy"] = bool(stage.auto_deploy)
    identifier = stage.__dict__.get("rampart_deployment")
    if identifier:
        shown["deploymentId"] = identifier
        if stage.auto_deploy:
            shown["lastDeploymentStatusMessage"] = f"Successfully deployed stage with deployment ID '{identifier}'"
    return shown


def _set_deployment(api: Any, stage: Any, identifier: str) -> None:
    if stage.auto_deploy:
        raise ApiError("BadRequestException", "Deployment ID cannot be set on a stage with AutoDeploy enabled")
    if identifier not in _deployments(api):
        raise not_found(f"Invalid Deployment identifier specified {identifier}")
    stage.rampart_deployment = identifier


@handles("apigatewayv2", "CreateStage")
def create_stage(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html"""
    api, given = api_of(call), call.parameters
    name = given.get("StageName", "")
    if name in api.stages:
        raise ApiError("ConflictException", f"Stage {name} already exists")
    if given.get("DeploymentId") and given["DeploymentId"] not in _deployments(api):
        raise not_found(f"Invalid Deployment identifier specified {given['DeploymentId']}")
    moto.result()
    stage = api.stages[name]
    if given.get("DeploymentId"):
        _set_deployment(api, stage, given["DeploymentId"])
    _deploy_automatically(api)
    return from_json(call, _shown(stage))


@handles("apigatewayv2", "GetStage")
def get_stage(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html"""
    stage = stage_of(call)
    _deploy_automatically(api_of(call))
    return from_json(call, _shown(stage))


@handles("apigatewayv2", "GetStages")
def get_stages(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html"""
    api = api_of(call)
    _deploy_automatically(api)
    return listed(call, [_shown(stage) for stage in api.stages.values()], "stageName")


@handles("apigatewayv2", "UpdateStage")
def update_stage(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html"""
    api, stage, given = api_of(call), stage_of(call), document_of(call)
    if given.get("autoDeploy") is not None:
        stage.auto_deploy = given["autoDeploy"]
    if given.get("deploymentId"):
        _set_deployment(api, stage, given["deploymentId"])
    for name, attribute in (("description", "description"), ("clientCertificateId", "client_certificate_id"),
                            ("accessLogSettings", "access_log_settings")):
        if name in given:
            setattr(stage, attribute, given[name] or None)
    if "defaultRouteSettings" in given:
        # As a whole: what is left out is as if it had never been set.
        stage.default_route_settings = {**_nothing_set(api), **(given["defaultRouteSettings"] or {})}
    for name, attribute in (("routeSettings", "route_settings"), ("stageVariables", "stage_variables")):
        if name in given:
            merged = {**(getattr(stage, attribute) or {}), **(given[name] or {})}
            setattr(stage, attribute, {key: value for key, value in merged.items() if value != ""})
    stage.updated = datetime.datetime.now()
    _deploy_automatically(api)
    return from_json(call, _shown(stage))


def _nothing_set(api: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {"detailedMetricsEnabled": False}
    if api.protocol_type == "WEBSOCKET":
        shown.update(dataTraceEnabled=False, loggingLevel="OFF")
    return shown


@handles("apigatewayv2", "DeleteAccessLogSettings")
def delete_access_log_settings(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename-accesslogsettings.html"""
    stage_of(call).access_log_settings = None
    return {}


@handles("apigatewayv2", "DeleteRouteSettings")
def delete_route_settings(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename-routesettings-routekey.html"""
    stage, key = stage_of(call), call.parameters.get("RouteKey")
    if key not in (stage.route_settings or {}):
        raise not_found("Unable to find Route Settings by key " + str(key) + " within the provided stage")
    stage.route_settings = {name: each for name, each in stage.route_settings.items() if name != key}
    return {}


@handles("apigatewayv2", "CreateDeployment")
def create_deployment(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments.html"""
    api = api_of(call)
    if not api.routes:
        raise ApiError("BadRequestException", "At least one route is required before deploying the Api.")
    stage = stage_of(call) if call.parameters.get("StageName") else None
    identifier = _deploy(api, call.parameters.get("Description"), False)
    if stage is not None:
        try:
            _set_deployment(api, stage, identifier)
        except ApiError:
            del _deployments(api)[identifier]
            raise
    return from_json(call, _deployments(api)[identifier]["shown"])


def _deployment_of(call: Call) -> dict[str, Any]:
    identifier = call.parameters.get("DeploymentId", "")
    deployment = _deployments(api_of(call)).get(identifier)
    if deployment is None:
        raise not_found(f"Invalid Deployment identifier specified {identifier}")
    return deployment


@handles("apigatewayv2", "GetDeployment")
def get_deployment(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments-deploymentid.html"""
    return from_json(call, _deployment_of(call)["shown"])


@handles("apigatewayv2", "GetDeployments")
def get_deployments(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments.html"""
    api = api_of(call)
    _deploy_automatically(api)
    return listed(call, [deployment["shown"] for deployment in _deployments(api).values()], "deploymentId")


@handles("apigatewayv2", "DeleteDeployment")
def delete_deployment(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments-deploymentid.html"""
    api, identifier = api_of(call), _deployment_of(call)["shown"]["deploymentId"]
    if any(stage.__dict__.get("rampart_deployment") == identifier for stage in api.stages.values()):
        raise ApiError("BadRequestException", "Active stages pointing to this deployment must be moved or deleted")
    del _deployments(api)[identifier]
    return {}
