"""API Gateway REST APIs: resources, methods and integrations of the draft."""

from __future__ import annotations

import copy
from typing import Any

from moto.apigateway.models import apigateway_backends

from ..answers import ApiError
from ..http import Answer
from ..wire import Call
from . import handles
from .paging import page
from .patches import as_bool, invalid, operations, patch_list, patch_map, unescape

_TYPES = ("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS")
_NEEDS_AUTHORIZER = ("CUSTOM", "COGNITO_USER_POOLS")


def backend_of(call: Call) -> Any:
    return apigateway_backends[call.account][call.region]


def not_found(message: str) -> ApiError:
    return ApiError("NotFoundException", message)


def api_of(call: Call) -> Any:
    api = backend_of(call).apis.get(call.parameters.get("restApiId"))
    if api is None:
        raise not_found("Invalid API identifier specified " + call.account + ":" + call.parameters.get("restApiId", ""))
    return api


def resource_of(call: Call) -> Any:
    resource = api_of(call).resources.get(call.parameters.get("resourceId"))
    if resource is None:
        raise not_found("Invalid Resource identifier specified")
    return resource


def method_of(call: Call) -> Any:
    method = resource_of(call).resource_methods.get(call.parameters.get("httpMethod"))
    if method is None:
        raise not_found("Invalid Method identifier specified")
    return method


def check_authorizer(api: Any, authorization_type: str | None, authorizer_id: str | None) -> None:
    if authorization_type not in _TYPES:
        raise ApiError("BadRequestException", f"Invalid authorization type specified: {authorization_type}")
    if authorization_type not in _NEEDS_AUTHORIZER:
        return
    authorizer = api.authorizers.get(authorizer_id)
    fits = authorizer is not None and (authorizer.type == "COGNITO_USER_POOLS") == (
        authorization_type == "COGNITO_USER_POOLS"
    )
    if not fits:
        raise ApiError(
            "BadRequestException",
            "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS "
            "requires a valid authorizer.",
        )


def shown_resource(resource: Any, embed: bool) -> dict[str, Any]:
    shown = resource.to_dict()
    if not embed and "resourceMethods" in shown:
        # Without embed=methods AWS names the methods only.
        shown["resourceMethods"] = {name: {} for name in shown["resourceMethods"]}
    return shown


@handles("apigateway", "GetResources")
def get_resources(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html"""
    asked = call.parameters
    embed = "methods" in (asked.get("embed") or [])
    resources = list(api_of(call).resources.values())
    chosen, position = page(resources, lambda r: r.id, asked.get("limit"), asked.get("position"), 500, 25)
    return {"items": [shown_resource(r, embed) for r in chosen], "position": position}


@handles("apigateway", "GetResource")
def get_resource(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetResource.html"""
    return shown_resource(resource_of(call), "methods" in (call.parameters.get("embed") or []))


@handles("apigateway", "UpdateResource")
def update_resource(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateResource.html"""
    api, resource = api_of(call), resource_of(call)
    for op, path, value, _ in operations(call.parameters):
        if op != "replace" or path not in ("/pathPart", "/parentId"):
            raise invalid(op, path)
        if path == "/parentId" and value not in api.resources:
            raise not_found("Invalid Resource identifier specified")
        setattr(resource, "path_part" if path == "/pathPart" else "parent_id", value)
    return shown_resource(resource, False)


@handles("apigateway", "DeleteResource")
def delete_resource(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteResource.html"""
    api, resource = api_of(call), resource_of(call)
    if resource.id == api.root_resource_id:
        raise ApiError("BadRequestException", "Root resource cannot be deleted")
    remove_with_children(api, resource.id)
    return {}


def remove_with_children(api: Any, resource_id: str) -> None:
    for child in [r.id for r in api.resources.values() if r.parent_id == resource_id]:
        remove_with_children(api, child)
    api.resources.pop(resource_id, None)


@handles("apigateway", "PutMethod")
def put_method(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html"""
    given, resource = call.parameters, resource_of(call)
    if given.get("httpMethod") in resource.resource_methods:
        raise ApiError("ConflictException", "Method already exists for this resource")
    check_authorizer(api_of(call), given.get("authorizationType"), given.get("authorizerId"))
    return moto.answer()


@handles("apigateway", "DeleteMethod", "GetMethod", "PutIntegration", "PutMethodResponse")
def with_method(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteMethod.html"""
    method_of(call)
    return moto.answer()


@handles("apigateway", "UpdateMethod")
def update_method(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateMethod.html, patch paths:
    https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateMethod-Patch"""
    api, method = api_of(call), method_of(call)
    # On a copy first: a refused operation must not leave the ones before it behind.
    draft = copy.copy(method)
    for op, path, value, _ in operations(call.parameters):
        _patch_method(draft, op, path, value)
    if draft.authorization_type not in _NEEDS_AUTHORIZER:
        draft.authorizer_id, draft.authorization_scopes = None, None
    check_authorizer(api, draft.authorization_type, draft.authorizer_id)
    if draft.request_validator_id and draft.request_validator_id not in api.request_validators:
        raise ApiError("BadRequestException", "Invalid Request Validator identifier specified")
    method.__dict__.update(draft.__dict__)
    return method.to_json()


def _patch_method(method: Any, op: str, path: str, value: str | None) -> None:
    name, _, rest = path.lstrip("/").partition("/")
    key = unescape(rest)
    if name == "authorizationType" and op == "replace":
        method.authorization_type = value
    elif name == "authorizerId" and op in ("replace", "add", "remove"):
        method.authorizer_id = None if op == "remove" else value
    elif name == "apiKeyRequired" and op == "replace":
        method.api_key_required = as_bool(value)
    elif name == "authorizationScopes" and op in ("add", "remove", "replace"):
        method.authorization_scopes = patch_list(method.authorization_scopes, op, value or key) or None
    elif name == "requestValidatorId" and op in ("replace", "add", "remove"):
        method.request_validator_id = None if op == "remove" else value or None
    elif name == "operationName" and op in ("replace", "add", "remove"):
        method.operation_name = None if op == "remove" else value
    elif name == "requestParameters" and key:
        method.request_parameters = patch_map(method.request_parameters, op, key, as_bool(value))
    elif name == "requestModels" and key:
        method.request_models = patch_map(method.request_models, op, key, value)
    else:
        raise invalid(op, path)


_INTEGRATION = {
    "uri": "uri", "httpMethod": "http_method", "credentials": "credentials", "type": "integration_type",
    "passthroughBehavior": "passthrough_behaviour", "contentHandling": "content_handling",
    "cacheNamespace": "cache_namespace", "connectionType": "connection_type", "timeoutInMillis": "timeout_in_millis",
}


@handles("apigateway", "UpdateIntegration")
def update_integration(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateIntegration.html"""
    method = method_of(call)
    integration = method.method_integration
    if integration is None:
        raise not_found("Invalid Integration identifier specified")
    draft = copy.copy(integration)
    for op, path, value, _ in operations(call.parameters):
        _patch_integration(draft, op, path, value)
    integration.__dict__.update(draft.__dict__)
    return integration.to_json()


def _patch_integration(integration: Any, op: str, path: str, value: str | None) -> None:
    name, _, rest = path.lstrip("/").partition("/")
    key = unescape(rest)
    if name in _INTEGRATION and not key:
        setattr(integration, _INTEGRATION[name], None if op == "remove" else value)
    elif name == "requestParameters" and key:
        integration.request_parameters = patch_map(integration.request_parameters, op, key, value)
    elif name == "requestTemplates" and key:
        integration.request_templates = patch_map(integration.request_templates, op, key, value)
    elif name == "cacheKeyParameters":
        integration.cache_key_parameters = patch_list(integration.cache_key_parameters, op, value or key)
    elif name == "tlsConfig" and key:
        integration.tls_config = patch_map(integration.tls_config, op, key, as_bool(value))
    else:
        raise invalid(op, path)
