"""API Gateway REST APIs: settings of stages."""

from __future__ import annotations

from typing import Any

from ..answers import ApiError
from .patches import as_bool, invalid

# What the API shows of a method that only some settings were made for.
_DEFAULTS: dict[str, Any] = {
    "metricsEnabled": False, "loggingLevel": "OFF", "dataTraceEnabled": False, "throttlingBurstLimit": 5000,
    "throttlingRateLimit": 10000.0, "cachingEnabled": False, "cacheTtlInSeconds": 300, "cacheDataEncrypted": False,
    "requireAuthorizationForCacheControl": True,
    "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
}
_SETTINGS = {
    "metrics/enabled": ("metricsEnabled", as_bool),
    "logging/loglevel": ("loggingLevel", str),
    "logging/dataTrace": ("dataTraceEnabled", as_bool),
    "throttling/burstLimit": ("throttlingBurstLimit", int),
    "throttling/rateLimit": ("throttlingRateLimit", float),
    "caching/enabled": ("cachingEnabled", as_bool),
    "caching/ttlInSeconds": ("cacheTtlInSeconds", int),
    "caching/dataEncrypted": ("cacheDataEncrypted", as_bool),
    "caching/requireAuthorizationForCacheControl": ("requireAuthorizationForCacheControl", as_bool),
    "caching/unauthorizedCacheControlHeaderStrategy": ("unauthorizedCacheControlHeaderStrategy", str),
}


def patch_settings(stage: Any, op: str, path: str, value: str | None) -> bool:
    """Patches settings of methods or of the access log, and tells whether the path was one of those:
    https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch"""
    if path.split("/")[1] == "accessLogSettings":
        _patch_access_log(stage, op, path, value)
        return True
    parts = path.lstrip("/").split("/", 2)
    if len(parts) == 2 and op == "remove" and "/".join(parts) in stage.method_settings:
        del stage.method_settings["/".join(parts)]
        return True
    if len(parts) != 3 or parts[2] not in _SETTINGS:
        return False
    if op != "replace":
        raise invalid(op, path)
    name, convert = _SETTINGS[parts[2]]
    settings = stage.method_settings.setdefault("/".join(parts[:2]), dict(_DEFAULTS))
    try:
        settings[name] = convert(value or "")
    except ValueError as error:
        raise ApiError("BadRequestException", f"Invalid value '{value}' for {path}") from error
    return True


def _patch_access_log(stage: Any, op: str, path: str, value: str | None) -> None:
    name = path.removeprefix("/accessLogSettings").lstrip("/")
    if op == "remove" and not name:
        stage.access_log_settings = None
    elif op == "replace" and name in ("destinationArn", "format"):
        if name == "destinationArn" and not str(value).startswith("arn:"):
            raise ApiError("BadRequestException", "Invalid ARN specified in the request")
        stage.access_log_settings = {**(stage.access_log_settings or {}), name: value}
    else:
        raise invalid(op, path)
