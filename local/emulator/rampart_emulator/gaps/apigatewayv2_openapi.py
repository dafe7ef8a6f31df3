"""HTTP APIs: ImportApi, ReimportApi and ExportApi, security included."""

from __future__ import annotations

import json
from typing import Any

import yaml
from moto.apigatewayv2.models import Api

from ..answers import ApiError, from_json
from ..http import Answer
from ..wire import Call
from . import handles, openapi
from .apigatewayv2_routes import api_of, backend_of
from .apigatewayv2_stages import snapshot_of, snapshot_of_stage

_AUTHORIZER = "x-amazon-apigateway-authorizer"
_INTEGRATION = "x-amazon-apigateway-integration"


@handles("apigatewayv2", "ImportApi")
def import_api(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html#ImportApi"""
    document = openapi.read(call.parameters.get("Body") or "")
    backend = backend_of(call)
    api = Api(
        region=call.region, name=str((document.get("info") or {}).get("title", "")), api_key_selection_expression="",
        cors_configuration=None, description=None, disable_execute_api_endpoint=None, disable_schema_validation=None,
        protocol_type="HTTP", route_selection_expression="", tags={}, version=None, backend=backend,
    )
    _Import(api, document).apply()
    backend.apis[api.api_id] = api
    return from_json(call, api.to_json())


@handles("apigatewayv2", "ReimportApi")
def reimport_api(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html#ReimportApi"""
    api = api_of(call)
    _Import(api, openapi.read(call.parameters.get("Body") or "")).apply()
    return from_json(call, api.to_json())


class _Import:
    """Replaces everything but the stages, so route and authorizer ids change as on AWS."""

    def __init__(self, api: Any, document: dict[str, Any]):
        self._api, self._document = api, document
        self._authorizers: dict[str, Any] = {}

    def apply(self) -> None:
        known = openapi.schemes(self._document)
        for _, _, operation in openapi.operations(self._document):
            for name, _ in openapi.security(self._document, operation):
                if name not in known:
                    raise ApiError("BadRequestException", f"Warnings found during import: unknown security scheme {name}")
        for kept in (self._api.routes, self._api.integrations, self._api.authorizers, self._api.models):
            kept.clear()
        self._describe()
        for name, scheme in known.items():
            details = scheme.get(_AUTHORIZER)
            if isinstance(details, dict):
                self._authorizers[name] = self._create_authorizer(name, details)
        for path, method, operation in openapi.operations(self._document):
            self._create_route(path, method, operation)

    def _describe(self) -> None:
        info = self._document.get("info") or {}
        self._api.name = str(info.get("title") or self._api.name)
        self._api.version = str(info["version"]) if info.get("version") is not None else self._api.version
        self._api.description = info.get("description") or self._api.description
        self._api.cors_configuration = self._document.get("x-amazon-apigateway-cors")
        endpoint = self._document.get("x-amazon-apigateway-endpoint-configuration") or {}
        if "disableExecuteApiEndpoint" in endpoint:
            self._api.disable_execute_api_endpoint = bool(endpoint["disableExecuteApiEndpoint"])

    def _create_authorizer(self, name: str, details: dict[str, Any]) -> Any:
        source = details.get("identitySource")
        if isinstance(source, str):
            source = [part.strip() for part in source.split(",")]
        return self._api.create_authorizer(
            auth_creds_arn=details.get("authorizerCredentials"),
            auth_payload_format_version=details.get("authorizerPayloadFormatVersion"),
            auth_result_ttl=details.get("authorizerResultTtlInSeconds"),
            authorizer_type=str(details.get("type", "")).upper(),
            authorizer_uri=details.get("authorizerUri"),
            enable_simple_response=details.get("enableSimpleResponses"),
            identity_source=source,
            identity_validation_expr=None,
            jwt_config=details.get("jwtConfiguration"),
            name=name,
        )

    def _create_route(self, path: str, method: str, operation: dict[str, Any]) -> None:
        is_default = path == "/$default" or operation.get("isDefaultRoute")
        kind, authorizer, scopes = self._authorization(operation)
        self._api.create_route(
            api_key_required=False,
            authorization_scopes=scopes or None,
            route_key="$default" if is_default else f"{method} {path}",
            target=self._create_integration(operation.get(_INTEGRATION)),
            authorization_type=kind,
            authorizer_id=authorizer.id if authorizer is not None else None,
            operation_name=operation.get("operationId"),
        )

    def _create_integration(self, details: dict[str, Any] | None) -> str | None:
        if not details:
            return None
        integration = self._api.create_integration(
            connection_type=details.get("connectionType") or "INTERNET",
            connection_id=details.get("connectionId"),
            description=details.get("description"),
            integration_type=str(details.get("type", "")).upper(),
            integration_subtype=details.get("integrationSubtype"),
            integration_method=details.get("httpMethod"),
            integration_uri=details.get("uri"),
            credentials_arn=details.get("credentials"),
            payload_format_version=details.get("payloadFormatVersion"),
            request_parameters=details.get("requestParameters"),
            response_parameters=details.get("responseParameters"),
            timeout_in_millis=details.get("timeoutInMillis"),
            tls_config=details.get("tlsConfig"),
        )
        return f"integrations/{integration.id}"

    def _authorization(self, operation: dict[str, Any]) -> tuple[str, Any, list[str]]:
        override = str((operation.get("x-amazon-apigateway-auth") or {}).get("type", "")).upper()
        if override in ("AWS_IAM", "NONE"):
            return override, None, []
        known = openapi.schemes(self._document)
        for name, scopes in openapi.security(self._document, operation):
            if openapi.is_sigv4(known[name]):
                return "AWS_IAM", None, []
            if name in self._authorizers:
                authorizer = self._authorizers[name]
                return ("JWT" if authorizer.authorizer_type == "JWT" else "CUSTOM"), authorizer, scopes
        return "NONE", None, []


@handles("apigatewayv2", "ExportApi")
def export_api(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-exports-specification.html"""
    api, asked = api_of(call), call.parameters
    if api.protocol_type != "HTTP":
        raise ApiError("BadRequestException", "Only HTTP APIs can be exported.")
    if asked.get("Specification") != "OAS30" or asked.get("OutputType") not in ("JSON", "YAML"):
        raise ApiError("BadRequestException", "Invalid specification or output type")
    # Without a stage AWS exports the latest configuration.
    snapshot = snapshot_of_stage(call) if asked.get("StageName") else snapshot_of(api)
    document = _exported(snapshot, api, asked)
    text = json.dumps(document) if asked["OutputType"] == "JSON" else yaml.safe_dump(document, sort_keys=False)
    return Answer(200, text.encode(), [("Content-Type", "application/octet-stream")])


def _exported(snapshot: dict[str, Any], api: Any, asked: dict[str, Any]) -> dict[str, Any]:
    extended = asked.get("IncludeExtensions", True)
    schemes: dict[str, Any] = {}
    paths: dict[str, dict[str, Any]] = {}
    for route in snapshot["routes"]:
        method, _, path = route["routeKey"].partition(" ")
        path = path or "/" + route["routeKey"]
        name = openapi.ANY if method in ("ANY", "$default") else method.lower()
        operation: dict[str, Any] = {
            "responses": {"default": {"description": f"Default response for {route['routeKey']}"}}
        }
        authorizer = snapshot["authorizers"].get(route.get("authorizerId"))
        if authorizer:
            schemes[authorizer["name"]] = _scheme(authorizer, extended)
            operation["security"] = [{authorizer["name"]: route.get("authorizationScopes") or []}]
        if extended and route["authorizationType"] == "AWS_IAM":
            operation["x-amazon-apigateway-auth"] = {"type": "AWS_IAM"}
        if route["routeKey"] == "$default":
            operation["isDefaultRoute"] = True
        integration = snapshot["integrations"].get(str(route.get("target", "")).rpartition("/")[2])
        if extended and integration:
            operation[_INTEGRATION] = _integration(integration)
        paths.setdefault(path, {})[name] = operation
    info = {"title": snapshot["api"]["name"], "version": snapshot["api"]["version"] or "1.0"}
    document: dict[str, Any] = {"openapi": "3.0.1", "info": info, "servers": [{"url": api.api_endpoint}], "paths": paths}
    if schemes:
        document["components"] = {"securitySchemes": schemes}
    if extended:
        if snapshot["api"]["corsConfiguration"]:
            document["x-amazon-apigateway-cors"] = snapshot["api"]["corsConfiguration"]
        document["x-amazon-apigateway-importexport-version"] = asked.get("ExportVersion") or "1.0"
    return document


def _scheme(authorizer: dict[str, Any], extended: bool) -> dict[str, Any]:
    is_jwt = authorizer["authorizerType"] == "JWT"
    source = authorizer.get("identitySource") or ["$request.header.Authorization"]
    scheme: dict[str, Any] = {"type": "oauth2", "flows": {}} if is_jwt else {
        "type": "apiKey", "name": source[0].rpartition(".")[2], "in": "header",
    }
    if extended:
        details = {"type": authorizer["authorizerType"].lower(), "identitySource": ", ".join(source)}
        for name, member in (
            ("jwtConfiguration", "jwtConfiguration"), ("authorizerUri", "authorizerUri"),
            ("authorizerCredentials", "authorizerCredentialsArn"),
            ("authorizerPayloadFormatVersion", "authorizerPayloadFormatVersion"),
            ("authorizerResultTtlInSeconds", "authorizerResultTtlInSeconds"),
            ("enableSimpleResponses", "enableSimpleResponses"),
        ):
            if authorizer.get(member) is not None:
                details[name] = authorizer[member]
        scheme[_AUTHORIZER] = details
    return scheme


def _integration(integration: dict[str, Any]) -> dict[str, Any]:
    names = {
        "payloadFormatVersion": "payloadFormatVersion", "integrationMethod": "httpMethod", "integrationUri": "uri",
        "connectionType": "connectionType", "connectionId": "connectionId", "credentialsArn": "credentials",
        "timeoutInMillis": "timeoutInMillis", "requestParameters": "requestParameters",
        "responseParameters": "responseParameters", "integrationSubtype": "integrationSubtype",
    }
    shown = {names[key]: value for key, value in integration.items() if key in names}
    return {**shown, "type": integration["integrationType"].lower()}
