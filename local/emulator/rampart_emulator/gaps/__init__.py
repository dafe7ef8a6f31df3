"""What moto 5.2.1 lacks or answers wrongly, one module per service.

A handler takes the parsed call and moto, and returns the result under the model's member names.
moto's objects stay the only state of what moto knows; what it does not know hangs on them.
"""

from __future__ import annotations

import importlib
import threading
from typing import Any, Callable

from .. import activity, history
from ..http import Answer
from ..wire import Call

Handler = Callable[[Call, Any], "dict[str, Any] | Answer"]

_HANDLERS: dict[tuple[str, str], Handler] = {}
_MODULES: dict[str, tuple[str, ...]] = {
    "iam": ("iam", "iam_last_accessed", "iam_simulation"),
    "cloudtrail": ("cloudtrail",),
    "kms": ("kms",),
    "secretsmanager": ("secretsmanager",),
    "ssm": ("ssm",),
    "wafv2": ("wafv2",),
    "s3": ("s3",),
    "sqs": ("messaging",),
    "sns": ("messaging",),
    "apigatewayv2": ("apigatewayv2_routes", "apigatewayv2_stages", "apigatewayv2_openapi"),
    "lambda": ("lambda_functions", "lambda_access", "lambda_invoke", "lambda_layers", "lambda_limits"),
    "apigateway": (
        "apigateway_methods", "apigateway_apis", "apigateway_deployments", "apigateway_domains", "apigateway_export",
        "apigateway_import",
    ),
}
# Name to URL of functions that run outside, see lambda_invoke.
runners: dict[str, str] = {}
_loaded: set[str] = set()
_loading = threading.RLock()


def handles(service: str, *operations: str) -> Callable[[Handler], Handler]:
    """Registers a function as the implementation of operations."""

    def register(handler: Handler) -> Handler:
        for operation in operations:
            _HANDLERS[(service, operation)] = handler
        return handler

    return register


def load(service: str) -> None:
    """Loaded when first used, as moto's own services are, to keep the start quick."""
    if service in _MODULES and service not in _loaded:
        with _loading:
            for module in _MODULES[service]:
                importlib.import_module(f"{__name__}.{module}")
            _loaded.add(service)


def handler_for(call: Call) -> Handler | None:
    load(call.service)
    return _HANDLERS.get((call.service, call.operation))


def account_of(call: Call) -> str:
    from moto.iam.models import get_account_id_from

    header = call.request.headers.get("x-moto-account-id")
    return header or get_account_id_from(call.access_key)


def reset() -> None:
    """Other state of our own dies with moto's objects it hangs on."""
    runners.clear()
    activity.clear()
    history.clear()
