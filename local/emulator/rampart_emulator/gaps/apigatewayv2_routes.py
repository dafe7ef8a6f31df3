"""HTTP and WebSocket APIs: APIs, routes, authorizers and integrations, with pages and conflicts."""

from __future__ import annotations

import json
from typing import Any

from moto.apigatewayv2.models import apigatewayv2_backends

from ..answers import ApiError, from_json
from ..http import Answer
from ..wire import Call
from . import handles
from .paging import page


def backend_of(call: Call) -> Any:
    return apigatewayv2_backends[call.account][call.region]


def not_found(message: str) -> ApiError:
    return ApiError("NotFoundException", message)


def api_of(call: Call) -> Any:
    api = backend_of(call).apis.get(call.parameters.get("ApiId"))
    if api is None:
        raise not_found(f"Invalid API identifier specified {call.account}:{call.parameters.get('ApiId')}")
    return api


def document_of(call: Call) -> dict[str, Any]:
    """The request document as sent: moto keeps settings in the wire's spelling."""
    return json.loads(call.request.content or b"{}")


def listed(call: Call, items: list[dict[str, Any]], key: str) -> dict[str, Any]:
    """One page of items in wire form. HTTP APIs take MaxResults as text."""
    asked = call.parameters
    chosen, token = page(items, lambda i: i[key], asked.get("MaxResults"), asked.get("NextToken"), 500, 100)
    return from_json(call, {"items": chosen, "nextToken": token})


@handles("apigatewayv2", "GetApis")
def get_apis(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html"""
    return listed(call, [api.to_json() for api in backend_of(call).apis.values()], "apiId")


@handles("apigatewayv2", "DeleteApi")
def delete_api(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html"""
    api_of(call)
    return moto.answer()


@handles("apigatewayv2", "CreateApi")
def create_api(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html, quick create by `target`."""
    result, given = moto.result(), call.parameters
    if given.get("Target"):
        api = backend_of(call).apis[result["ApiId"]]
        is_function = str(given["Target"]).startswith("arn:")
        integration = api.create_integration(
            connection_type="INTERNET", description="", integration_type="AWS_PROXY" if is_function else "HTTP_PROXY",
            integration_method="POST" if is_function else "ANY", integration_uri=given["Target"],
            payload_format_version="2.0" if is_function else "1.0", credentials_arn=given.get("CredentialsArn"),
        )
        api.create_route(
            api_key_required=False, authorization_scopes=[], route_key=given.get("RouteKey") or "$default",
            target=f"integrations/{integration.id}", authorization_type="NONE",
        )
        backend_of(call).create_stage(api.api_id, {"stageName": "$default", "autoDeploy": True})
    return result


def shown_route(route: Any) -> dict[str, Any]:
    shown = route.to_json()
    shown["authorizationType"] = shown["authorizationType"] or "NONE"
    shown["apiKeyRequired"] = bool(shown["apiKeyRequired"])
    return {key: value for key, value in shown.items() if value not in (None, [], {})}


def _check_authorization(api: Any, route: Any) -> None:
    kind = route.authorization_type or "NONE"
    if kind not in ("NONE", "AWS_IAM", "JWT", "CUSTOM"):
        raise ApiError("BadRequestException", f"Invalid authorization type {kind}")
    if kind in ("NONE", "AWS_IAM"):
        # The authorizer is detached, else it could never be deleted.
        route.authorizer_id = None
        if kind == "NONE":
            route.authorization_scopes = None
        return
    authorizer = api.authorizers.get(route.authorizer_id)
    if authorizer is None or (authorizer.authorizer_type == "JWT") != (kind == "JWT"):
        raise ApiError(
            "BadRequestException", f"Invalid authorizer {route.authorizer_id} for authorization type {kind}"
        )


def _check_key(api: Any, key: str | None, itself: str | None = None) -> None:
    if any(route.route_key == key and route.route_id != itself for route in api.routes.values()):
        raise ApiError("ConflictException", f"Route with key {key} already exists for this API")


def route_of(call: Call) -> Any:
    route = api_of(call).routes.get(call.parameters.get("RouteId"))
    if route is None:
        raise not_found(f"Invalid Route identifier specified {call.parameters.get('RouteId')}")
    return route


@handles("apigatewayv2", "CreateRoute")
def create_route(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html"""
    api = api_of(call)
    _check_key(api, call.parameters.get("RouteKey"))
    identifier = moto.result()["RouteId"]
    route = api.routes[identifier]
    try:
        _check_authorization(api, route)
    except ApiError:
        del api.routes[identifier]
        raise
    return from_json(call, shown_route(route))


@handles("apigatewayv2", "GetRoute")
def get_route(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid.html"""
    return from_json(call, shown_route(route_of(call)))


@handles("apigatewayv2", "GetRoutes")
def get_routes(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html"""
    return listed(call, [shown_route(route) for route in api_of(call).routes.values()], "routeId")


@handles("apigatewayv2", "UpdateRoute")
def update_route(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid.html"""
    api, route, given = api_of(call), route_of(call), call.parameters
    if given.get("RouteKey"):
        _check_key(api, given["RouteKey"], route.route_id)
    before = dict(route.__dict__)
    moto.result()
    if "AuthorizationScopes" in given:
        # moto ignores the empty list, by which scopes are removed.
        route.authorization_scopes = given["AuthorizationScopes"] or None
    try:
        _check_authorization(api, route)
    except ApiError:
        route.__dict__.update(before)
        raise
    return from_json(call, shown_route(route))


@handles("apigatewayv2", "DeleteRoute")
def delete_route(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid.html"""
    route_of(call)
    return moto.answer()


def shown_authorizer(authorizer: Any) -> dict[str, Any]:
    return {key: value for key, value in authorizer.to_json().items() if value is not None}


def authorizer_of(call: Call) -> Any:
    authorizer = api_of(call).authorizers.get(call.parameters.get("AuthorizerId"))
    if authorizer is None:
        raise not_found(f"Invalid Authorizer identifier specified {call.parameters.get('AuthorizerId')}")
    return authorizer


@handles("apigatewayv2", "GetAuthorizers")
def get_authorizers(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html"""
    return listed(call, [shown_authorizer(a) for a in api_of(call).authorizers.values()], "authorizerId")


@handles("apigatewayv2", "CreateAuthorizer", "UpdateAuthorizer")
def create_or_update_authorizer(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers-authorizerid.html"""
    api = api_of(call)
    itself = authorizer_of(call).id if call.operation == "UpdateAuthorizer" else None
    name = call.parameters.get("Name")
    if any(a.name == name and a.id != itself for a in api.authorizers.values()):
        raise ApiError("ConflictException", f"Authorizer with name {name} already exists for this API")
    return moto.answer()


@handles("apigatewayv2", "DeleteAuthorizer")
def delete_authorizer(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers-authorizerid.html"""
    api, authorizer = api_of(call), authorizer_of(call)
    users = [route.route_key for route in api.routes.values() if route.authorizer_id == authorizer.id]
    if users:
        raise ApiError(
            "ConflictException",
            f"Cannot delete authorizer {authorizer.id}, is referenced in route: {', '.join(sorted(users))}",
        )
    return moto.answer()


@handles("apigatewayv2", "GetIntegrations")
def get_integrations(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html"""
    return listed(call, [i.to_json() for i in api_of(call).integrations.values()], "integrationId")


@handles("apigatewayv2", "DeleteIntegration")
def delete_integration(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html"""
    api, identifier = api_of(call), call.parameters.get("IntegrationId")
    if any(route.target == f"integrations/{identifier}" for route in api.routes.values()):
        raise ApiError("ConflictException", "Cannot delete Integration, it is in use by a Route")
    return moto.answer()
