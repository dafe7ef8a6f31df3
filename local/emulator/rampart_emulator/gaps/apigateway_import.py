"""API Gateway REST APIs: PutRestApi and ImportRestApi, security included.

SAM and CloudFormation deploy through these, so an authorizer vanishes here more often than by UpdateMethod.
"""

from __future__ import annotations

import json
from typing import Any

from moto.apigateway.utils import ApigwAuthorizerIdentifier

from ..answers import ApiError
from ..wire import Call
from . import handles, openapi
from .apigateway_methods import api_of, backend_of, remove_with_children

_VALIDATORS = "x-amazon-apigateway-request-validators"
_VALIDATOR = "x-amazon-apigateway-request-validator"


@handles("apigateway", "ImportRestApi")
def import_rest_api(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html"""
    document = openapi.read(call.request.content)
    info = document.get("info") or {}
    types = call.request.args.get("endpointConfigurationTypes")
    api = backend_of(call).create_rest_api(
        str(info.get("title") or "Created by AWS Lambda"), info.get("description") or "",
        endpoint_configuration={"types": [types]} if types else None,
    )
    _Import(backend_of(call), api, document).apply(overwrite=True)
    return api.to_dict()


@handles("apigateway", "PutRestApi")
def put_rest_api(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html"""
    api = api_of(call)
    mode = call.parameters.get("mode") or "merge"
    if mode not in ("merge", "overwrite"):
        raise ApiError("BadRequestException", "Enumeration value of OpenAPI import mode must be 'overwrite' or 'merge'.")
    document = openapi.read(call.request.content)
    overwrite = mode == "overwrite"
    if overwrite and (document.get("info") or {}).get("title"):
        api.name = str(document["info"]["title"])
        api.description = document["info"].get("description") or api.description
    _Import(backend_of(call), api, document).apply(overwrite)
    return api.to_dict()


class _Import:
    def __init__(self, backend: Any, api: Any, document: dict[str, Any]):
        self._backend, self._api, self._document = backend, api, document
        self._authorizers: dict[str, Any] = {}

    def apply(self, overwrite: bool) -> None:
        self._check_security()
        if overwrite:
            self._clear()
        self._import_authorizers(overwrite)
        self._import_settings(overwrite)
        validators = self._import_validators()
        for path, name, operation in openapi.operations(self._document):
            resource = self._resource(path)
            resource.resource_methods.pop(name, None)
            self._import_method(resource, name, operation, validators)
        if overwrite:
            self._drop_unused_resources()

    def _check_security(self) -> None:
        known = openapi.schemes(self._document)
        for _, _, operation in openapi.operations(self._document):
            for name, _ in openapi.security(self._document, operation):
                if name not in known:
                    raise ApiError(
                        "BadRequestException", f"Unable to create security requirement: unknown scheme '{name}'"
                    )

    def _clear(self) -> None:
        # Resources keep their ids where the path stays, as the API does on repeated deploys.
        for resource in self._api.resources.values():
            resource.resource_methods.clear()
        self._api.request_validators.clear()

    def _drop_unused_resources(self) -> None:
        paths = {path for path, _, _ in openapi.operations(self._document)}
        for resource in list(self._api.resources.values()):
            if resource.id not in self._api.resources or resource.id == self._api.root_resource_id:
                continue
            own = resource.get_path()
            if not any(path == own or path.startswith(own + "/") for path in paths):
                remove_with_children(self._api, resource.id)

    def _import_settings(self, overwrite: bool) -> None:
        document = self._document
        policy = document.get("x-amazon-apigateway-policy")
        if policy is not None:
            self._api.policy = json.dumps(policy)
        elif overwrite:
            self._api.policy = None
        endpoint = document.get("x-amazon-apigateway-endpoint-configuration") or {}
        if "disableExecuteApiEndpoint" in endpoint:
            self._api.disableExecuteApiEndpoint = bool(endpoint["disableExecuteApiEndpoint"])
        if "x-amazon-apigateway-binary-media-types" in document:
            self._api.binaryMediaTypes = list(document["x-amazon-apigateway-binary-media-types"])
        if "x-amazon-apigateway-api-key-source" in document:
            self._api.api_key_source = document["x-amazon-apigateway-api-key-source"]

    def _import_authorizers(self, overwrite: bool) -> None:
        existing = {authorizer.name: authorizer for authorizer in self._api.authorizers.values()}
        for name, scheme in openapi.schemes(self._document).items():
            details = scheme.get("x-amazon-apigateway-authorizer")
            if not isinstance(details, dict):
                continue
            self._authorizers[name] = existing.get(name) or self._create_authorizer(name)
            _describe(self._authorizers[name], scheme, details)
        if overwrite:
            kept = {authorizer.id for authorizer in self._authorizers.values()}
            for identifier in set(self._api.authorizers) - kept:
                del self._api.authorizers[identifier]

    def _create_authorizer(self, name: str) -> Any:
        identifier = ApigwAuthorizerIdentifier(self._api.account_id, self._api.region_name, name).generate()
        return self._api.create_authorizer(identifier, name, None, None, None, None, None, None, None, 300)

    def _import_validators(self) -> dict[str, str]:
        identifiers = {v.name: v.id for v in self._api.request_validators.values()}
        for name, settings in (self._document.get(_VALIDATORS) or {}).items():
            if name not in identifiers:
                created = self._api.create_request_validator(
                    name, bool(settings.get("validateRequestBody")), bool(settings.get("validateRequestParameters"))
                )
                identifiers[name] = created.id
        return identifiers

    def _resource(self, path: str) -> Any:
        current = self._api.resources[self._api.root_resource_id]
        for part in [part for part in path.split("/") if part]:
            children = [r for r in self._api.resources.values() if r.parent_id == current.id and r.path_part == part]
            current = children[0] if children else self._api.add_child(part, current.id)
        return current

    def _import_method(self, resource: Any, name: str, operation: dict[str, Any], validators: dict[str, str]) -> None:
        kind, authorizer, scopes, api_key = self._authorization(operation)
        validator = operation.get(_VALIDATOR) or self._document.get(_VALIDATOR)
        method = resource.add_method(
            name, kind, api_key,
            request_parameters=_request_parameters(operation),
            operation_name=operation.get("operationId"),
            authorizer_id=authorizer.id if authorizer is not None else None,
            authorization_scopes=scopes or None,
            request_validator_id=validators.get(validator) if validator else None,
        )
        for code in operation.get("responses") or {}:
            method.create_response(str(code), {}, {})
        details = operation.get("x-amazon-apigateway-integration")
        if details:
            self._import_integration(resource, name, details)

    def _import_integration(self, resource: Any, name: str, details: dict[str, Any]) -> None:
        given = self._backend._build_integration_args(details)
        given["integration_type"] = str(given["integration_type"] or "").upper()
        given.setdefault("uri", None)
        integration = resource.add_integration(name, **given)
        for response in self._backend._build_integration_responses_args(details):
            response["status_code"] = str(response["status_code"])
            integration.create_integration_response(**response)

    def _authorization(self, operation: dict[str, Any]) -> tuple[str, Any, list[str], bool]:
        kind, authorizer, scopes, api_key = "NONE", None, [], False
        known = openapi.schemes(self._document)
        for name, given_scopes in openapi.security(self._document, operation):
            scheme = known[name]
            if openapi.is_sigv4(scheme):
                kind = "AWS_IAM"
            elif name in self._authorizers:
                authorizer, scopes = self._authorizers[name], given_scopes
                kind = "COGNITO_USER_POOLS" if authorizer.type == "COGNITO_USER_POOLS" else "CUSTOM"
            elif openapi.is_api_key(scheme):
                api_key = True
        # SAM writes the type here for AWS_IAM and for routes that opt out of the default authorizer.
        override = (operation.get("x-amazon-apigateway-auth") or {}).get("type")
        if override and override.upper() in ("NONE", "AWS_IAM"):
            kind, authorizer, scopes = override.upper(), None, []
        return kind, authorizer, scopes, api_key


def _describe(authorizer: Any, scheme: dict[str, Any], details: dict[str, Any]) -> None:
    kind = str(details.get("type", "token")).upper()
    authorizer.type = kind
    authorizer.auth_type = scheme.get("x-amazon-apigateway-authtype")
    authorizer.authorizer_uri = details.get("authorizerUri")
    authorizer.authorizer_credentials = details.get("authorizerCredentials")
    authorizer.provider_arns = details.get("providerARNs")
    authorizer.identity_validation_expression = details.get("identityValidationExpression")
    source = details.get("identitySource")
    if source is None and kind != "REQUEST":
        source = f"method.request.header.{scheme.get('name', 'Authorization')}"
    authorizer.identity_source = source
    authorizer.authorizer_result_ttl = int(details.get("authorizerResultTtlInSeconds", 300))


def _request_parameters(operation: dict[str, Any]) -> dict[str, bool] | None:
    places = {"query": "querystring", "header": "header", "path": "path"}
    found = {
        f"method.request.{places[one['in']]}.{one['name']}": bool(one.get("required"))
        for one in operation.get("parameters") or []
        if one.get("in") in places
    }
    return found or None
