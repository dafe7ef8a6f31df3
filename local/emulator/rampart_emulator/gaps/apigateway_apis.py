"""API Gateway REST APIs: the APIs, their authorizers and tags."""

from __future__ import annotations

from typing import Any

from ..answers import ApiError
from ..http import Answer
from ..wire import Call
from . import handles
from .apigateway_methods import api_of, backend_of, not_found
from .paging import page
from .patches import as_bool, invalid, operations, patch_list


@handles("apigateway", "GetRestApis")
def get_rest_apis(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html"""
    asked = call.parameters
    apis = list(backend_of(call).apis.values())
    chosen, position = page(apis, lambda a: a.id, asked.get("limit"), asked.get("position"), 500, 25)
    return {"items": [api.to_dict() for api in chosen], "position": position}


@handles("apigateway", "DeleteRestApi")
def delete_rest_api(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRestApi.html"""
    del backend_of(call).apis[api_of(call).id]
    return {}


@handles("apigateway", "UpdateRestApi")
def update_rest_api(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRestApi.html"""
    api = api_of(call)
    for op, path, value, _ in operations(call.parameters):
        name, _, rest = path.lstrip("/").partition("/")
        if name == "disableExecuteApiEndpoint" and op == "replace":
            # moto takes any text for true, "false" too.
            api.disableExecuteApiEndpoint = as_bool(value)
        elif name == "policy" and op in ("add", "replace", "remove"):
            api.policy = None if op == "remove" else value or None
        elif name == "endpointConfiguration" and op == "replace" and rest.startswith("types"):
            api.endpoint_configuration = {**api.endpoint_configuration, "types": [value]}
        elif name == "minimumCompressionSize":
            api.minimum_compression_size = None if op == "remove" or not value else int(value)
        elif name in ("name", "description", "version") and op in ("replace", "add"):
            setattr(api, name, value)
        else:
            api.apply_patch_operations([{"op": op, "path": path, "value": value or ""}])
    return api.to_dict()


def authorizer_of(call: Call) -> Any:
    authorizer = api_of(call).authorizers.get(call.parameters.get("authorizerId"))
    if authorizer is None:
        raise not_found("Invalid Authorizer identifier specified")
    return authorizer


def shown(authorizer: Any) -> dict[str, Any]:
    result = authorizer.to_json()
    result.setdefault(
        "authType", "cognito_user_pools" if authorizer.type == "COGNITO_USER_POOLS" else "custom"
    )
    return result


@handles("apigateway", "CreateAuthorizer")
def create_authorizer(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html"""
    api, given = api_of(call), call.parameters
    if any(a.name == given.get("name") for a in api.authorizers.values()):
        raise ApiError(
            "ConflictException",
            f"Authorizer name must be unique. Authorizer {given['name']} already exists in this RestApi.",
        )
    created = api.authorizers[moto.result()["id"]]
    created.identity_validation_expression = given.get("identityValidationExpression")
    return shown(created)


@handles("apigateway", "GetAuthorizer")
def get_authorizer(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetAuthorizer.html"""
    return shown(authorizer_of(call))


@handles("apigateway", "GetAuthorizers")
def get_authorizers(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetAuthorizers.html"""
    asked, authorizers = call.parameters, list(api_of(call).authorizers.values())
    chosen, position = page(authorizers, lambda a: a.id, asked.get("limit"), asked.get("position"), 500, 25)
    return {"items": [shown(authorizer) for authorizer in chosen], "position": position}


@handles("apigateway", "UpdateAuthorizer")
def update_authorizer(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateAuthorizer.html"""
    authorizer = authorizer_of(call)
    attributes = {
        "name": "name", "type": "type", "authType": "auth_type", "authorizerUri": "authorizer_uri",
        "authorizerCredentials": "authorizer_credentials", "identitySource": "identity_source",
        "identityValidationExpression": "identity_validation_expression",
    }
    for op, path, value, _ in operations(call.parameters):
        name = path.lstrip("/").partition("/")[0]
        if name in attributes:
            setattr(authorizer, attributes[name], None if op == "remove" else value)
        elif name == "authorizerResultTtlInSeconds" and op == "replace":
            authorizer.authorizer_result_ttl = int(value or 0)
        elif name == "providerARNs" and op in ("add", "remove", "replace"):
            authorizer.provider_arns = patch_list(authorizer.provider_arns, op, value)
        else:
            raise invalid(op, path)
    return shown(authorizer)


@handles("apigateway", "DeleteAuthorizer")
def delete_authorizer(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteAuthorizer.html"""
    api, authorizer = api_of(call), authorizer_of(call)
    users = [
        f"{name} on {resource.get_path()}"
        for resource in api.resources.values()
        for name, method in resource.resource_methods.items()
        if method.authorizer_id == authorizer.id
    ]
    if users:
        raise ApiError(
            "ConflictException",
            f"Cannot delete authorizer '{authorizer.name}', is referenced in method: {', '.join(users)}",
        )
    del api.authorizers[authorizer.id]
    return {}


def _tagged(call: Call) -> Any:
    """What is behind arn:aws:apigateway:<region>::/restapis/<id>[/stages/<name>] or /domainnames/<name>."""
    parts = call.parameters.get("resourceArn", "").rpartition("::/")[2].split("/")
    if len(parts) == 2 and parts[0] == "domainnames" and parts[1] in backend_of(call).domain_names:
        return backend_of(call).domain_names[parts[1]]
    if len(parts) >= 2 and parts[0] == "restapis":
        api = backend_of(call).apis.get(parts[1])
        if api is not None and len(parts) == 2:
            return api
        if api is not None and len(parts) == 4 and parts[2] == "stages" and parts[3] in api.stages:
            return api.stages[parts[3]]
        raise not_found("Invalid Resource identifier specified")
    return None


@handles("apigateway", "TagResource", "UntagResource", "GetTags")
def tags(call: Call, moto: Any) -> dict[str, Any] | Answer:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html"""
    tagged = _tagged(call)
    if tagged is None:
        return moto.answer()
    current = dict(tagged.tags or {})
    if call.operation == "TagResource":
        current.update(call.parameters.get("tags") or {})
    elif call.operation == "UntagResource":
        for key in call.parameters.get("tagKeys") or []:
            current.pop(key, None)
    else:
        return {"tags": current}
    tagged.tags = current
    return {}
