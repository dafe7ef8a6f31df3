"""What both API Gateways read from an OpenAPI document."""

from __future__ import annotations

import json
from typing import Any, Iterator

import yaml

from ..answers import ApiError

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
ANY = "x-amazon-apigateway-any-method"


def read(body: bytes | str) -> dict[str, Any]:
    """The document, JSON or YAML, OpenAPI 3 or Swagger 2."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    try:
        document = json.loads(text)
    except ValueError:
        try:
            document = yaml.safe_load(text)
        except yaml.YAMLError as broken:
            raise ApiError("BadRequestException", f"Unable to parse the API definition: {broken}") from broken
    version = str((document or {}).get("openapi") or (document or {}).get("swagger") or "") if isinstance(
        document, dict) else ""
    if not version.startswith(("3.", "2.")):
        raise ApiError("BadRequestException", "Invalid OpenAPI input.")
    return document


def schemes(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The security schemes under their names, wherever the version keeps them."""
    return (document.get("components") or {}).get("securitySchemes") or document.get("securityDefinitions") or {}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, METHOD (or ANY) and operation of each."""
    for path, item in (document.get("paths") or {}).items():
        for name, operation in (item or {}).items():
            if name == ANY:
                yield path, "ANY", operation or {}
            elif name.lower() in METHODS:
                yield path, name.upper(), operation or {}


def security(document: dict[str, Any], operation: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Scheme names and scopes that apply: the operation's own, else the document's."""
    required = operation.get("security", document.get("security")) or []
    return [(name, list(scopes or [])) for entry in required for name, scopes in entry.items()]


def is_sigv4(scheme: dict[str, Any]) -> bool:
    return str(scheme.get("x-amazon-apigateway-authtype", "")).lower() == "awssigv4"


def is_api_key(scheme: dict[str, Any]) -> bool:
    return (
        scheme.get("type") == "apiKey"
        and str(scheme.get("name", "")).lower() == "x-api-key"
        and "x-amazon-apigateway-authorizer" not in scheme
    )
