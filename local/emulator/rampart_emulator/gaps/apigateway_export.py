"""API Gateway REST APIs: GetExport of what a stage really serves."""

from __future__ import annotations

import datetime
import json
from typing import Any

import yaml

from ..answers import ApiError
from ..http import Answer
from ..wire import Call
from . import handles
from .apigateway_deployments import snapshot_of_stage, stage_of
from .apigateway_methods import api_of
from .openapi import ANY


@handles("apigateway", "GetExport")
def get_export(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetExport.html"""
    api, stage = api_of(call), stage_of(call)
    kind = call.parameters.get("exportType")
    if kind not in ("oas30", "swagger"):
        raise ApiError("BadRequestException", f"No API exporter for type '{kind}'")
    asked = call.request.args.get("extensions", "")
    extensions = {name.strip() for name in asked.split(",") if name.strip()}
    if "apigateway" in extensions:
        extensions |= {"authorizers", "integrations"}
    document = _Export(call, api, stage, kind, extensions).document()
    as_yaml = "yaml" in call.request.headers.get("Accept", "")
    text = yaml.safe_dump(document, sort_keys=False) if as_yaml else json.dumps(document, indent=2)
    name = f"{kind}_{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%dT%H-%M-%S}.{'yaml' if as_yaml else 'json'}"
    headers = [
        ("Content-Type", "application/octet-stream"),
        ("Content-Disposition", f'attachment; filename="{name}"'),
    ]
    return Answer(200, text.encode(), headers)


class _Export:
    def __init__(self, call: Call, api: Any, stage: Any, kind: str, extensions: set[str]):
        self._call, self._api, self._stage = call, api, stage
        self._swagger = kind == "swagger"
        self._extensions = extensions
        self._snapshot = snapshot_of_stage(api, stage)
        self._schemes: dict[str, dict[str, Any]] = {}
        self._validators: dict[str, dict[str, Any]] = {}

    def document(self) -> dict[str, Any]:
        host = f"{self._api.id}.execute-api.{self._call.region}.amazonaws.com"
        created = datetime.datetime.fromtimestamp(self._snapshot["api"]["createdDate"], datetime.timezone.utc)
        info = {"title": self._snapshot["api"]["name"], "version": f"{created:%Y-%m-%dT%H:%M:%SZ}"}
        if self._snapshot["api"].get("description"):
            info["description"] = self._snapshot["api"]["description"]
        paths = {
            path: {
                (ANY if name == "ANY" else name.lower()): self._operation(path, method)
                for name, method in methods.items()
            }
            for path, methods in self._snapshot["methods"].items()
        }
        if self._swagger:
            document: dict[str, Any] = {
                "swagger": "2.0", "info": info, "host": host, "basePath": f"/{self._stage.name}",
                "schemes": ["https"], "paths": paths,
            }
            if self._schemes:
                document["securityDefinitions"] = self._schemes
        else:
            server = {
                "url": f"https://{host}/{{basePath}}",
                "variables": {"basePath": {"default": self._stage.name}},
            }
            document = {"openapi": "3.0.1", "info": info, "servers": [server], "paths": paths}
            document["components"] = {"securitySchemes": self._schemes} if self._schemes else {}
        if self._snapshot["api"].get("policy") and "apigateway" in self._extensions:
            document["x-amazon-apigateway-policy"] = json.loads(self._snapshot["api"]["policy"])
        if self._validators and "apigateway" in self._extensions:
            document["x-amazon-apigateway-request-validators"] = self._validators
        return document

    def _operation(self, path: str, method: dict[str, Any]) -> dict[str, Any]:
        operation: dict[str, Any] = {}
        if method.get("operationName"):
            operation["operationId"] = method["operationName"]
        parameters = _parameters(method.get("requestParameters"), self._swagger)
        if parameters:
            operation["parameters"] = parameters
        operation["responses"] = {
            str(code): _response(str(code), response, self._swagger)
            for code, response in (method.get("methodResponses") or {}).items()
        }
        security = self._security(method)
        if security:
            operation["security"] = security
        validator = self._snapshot["validators"].get(method.get("requestValidatorId"))
        if validator and "apigateway" in self._extensions:
            operation["x-amazon-apigateway-request-validator"] = validator["name"]
            self._validators[validator["name"]] = {
                "validateRequestParameters": bool(validator.get("validateRequestParameters")),
                "validateRequestBody": bool(validator.get("validateRequestBody")),
            }
        if "integrations" in self._extensions and method.get("methodIntegration"):
            operation["x-amazon-apigateway-integration"] = _integration(method["methodIntegration"])
        return operation

    def _security(self, method: dict[str, Any]) -> list[dict[str, list[str]]]:
        found: list[dict[str, list[str]]] = []
        kind = method.get("authorizationType") or "NONE"
        if kind == "AWS_IAM":
            self._schemes["sigv4"] = self._extended(
                {"type": "apiKey", "name": "Authorization", "in": "header"},
                {"x-amazon-apigateway-authtype": "awsSigv4"},
            )
            found.append({"sigv4": []})
        elif kind != "NONE":
            authorizer = self._snapshot["authorizers"].get(method.get("authorizerId"))
            if authorizer:
                self._schemes[authorizer["name"]] = self._scheme(authorizer)
                found.append({authorizer["name"]: list(method.get("authorizationScopes") or [])})
        if method.get("apiKeyRequired"):
            self._schemes["api_key"] = {"type": "apiKey", "name": "x-api-key", "in": "header"}
            found.append({"api_key": []})
        return found

    def _scheme(self, authorizer: dict[str, Any]) -> dict[str, Any]:
        source = authorizer.get("identitySource") or ""
        single_header = authorizer["type"] != "REQUEST" and source.startswith("method.request.header.")
        name = source.rpartition(".")[2] if single_header else (
            "Unused" if authorizer["type"] == "REQUEST" else "Authorization"
        )
        details: dict[str, Any] = {}
        if authorizer["type"] == "COGNITO_USER_POOLS":
            details["providerARNs"] = authorizer.get("providerARNs") or []
        for member in ("authorizerUri", "authorizerCredentials", "identityValidationExpression"):
            if authorizer.get(member):
                details[member] = authorizer[member]
        if authorizer["type"] == "REQUEST" and source:
            details["identitySource"] = source
        if authorizer.get("authorizerResultTtlInSeconds") is not None:
            details["authorizerResultTtlInSeconds"] = authorizer["authorizerResultTtlInSeconds"]
        details["type"] = authorizer["type"].lower()
        return self._extended(
            {"type": "apiKey", "name": name, "in": "header"},
            {
                "x-amazon-apigateway-authtype": authorizer.get("authType", "custom"),
                "x-amazon-apigateway-authorizer": details,
            },
        )

    def _extended(self, scheme: dict[str, Any], extension: dict[str, Any]) -> dict[str, Any]:
        return {**scheme, **extension} if "authorizers" in self._extensions else scheme


def _parameters(given: dict[str, Any] | None, swagger: bool) -> list[dict[str, Any]]:
    found = []
    for key, required in (given or {}).items():
        _, _, rest = key.partition("method.request.")
        place, _, name = rest.partition(".")
        place = {"querystring": "query"}.get(place, place)
        parameter: dict[str, Any] = {"name": name, "in": place, "required": bool(required) or place == "path"}
        parameter.update({"type": "string"} if swagger else {"schema": {"type": "string"}})
        found.append(parameter)
    return found


def _response(code: str, response: dict[str, Any], swagger: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"description": f"{code} response"}
    headers = {
        name.removeprefix("method.response.header."): {"type": "string"} if swagger else {"schema": {"type": "string"}}
        for name in response.get("responseParameters") or {}
    }
    if headers:
        shown["headers"] = headers
    return shown


def _integration(integration: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in integration.items() if value not in (None, [], {})}
    shown["type"] = str(shown.get("type", "")).lower()
    responses = shown.pop("integrationResponses", None)
    if responses:
        shown["responses"] = {
            (one.get("selectionPattern") or "default"): {
                key: value for key, value in one.items() if key != "selectionPattern" and value not in (None, {})
            }
            for one in responses.values()
        }
    return shown
