"""Lambda: the executions that all functions of an account share.

`PUT /_rampart/lambda` says how much there is of it, see control.py.
"""

from __future__ import annotations

from typing import Any

from ..answers import ApiError
from ..wire import Call
from . import handles
from .lambda_functions import backend_of, function_of

_MINIMUM = 100


def _all(call: Call) -> int:
    return int(getattr(backend_of(call), "rampart_concurrency", 1000))


def _unreserved(call: Call, without: str = "") -> int:
    taken = sum(
        int(function.reserved_concurrency or 0)
        for function in backend_of(call).list_functions()
        if function.function_name != without
    )
    return _all(call) - taken


@handles("lambda", "GetAccountSettings")
def get_account_settings(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html"""
    functions = list(backend_of(call).list_functions())
    return {
        "AccountLimit": {
            "TotalCodeSize": 80530636800,
            "CodeSizeUnzipped": 262144000,
            "CodeSizeZipped": 52428800,
            "ConcurrentExecutions": _all(call),
            "UnreservedConcurrentExecutions": _unreserved(call),
        },
        "AccountUsage": {
            "TotalCodeSize": sum(int(function.code_size) for function in functions),
            "FunctionCount": len(functions),
        },
    }


@handles("lambda", "PutFunctionConcurrency")
def put_concurrency(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html"""
    function, _ = function_of(call)
    wanted = int(call.parameters["ReservedConcurrentExecutions"])
    if _unreserved(call, without=function.function_name) - wanted < _MINIMUM:
        raise ApiError(
            "InvalidParameterValueException",
            "Specified ReservedConcurrentExecutions for function decreases account's "
            f"UnreservedConcurrentExecution below its minimum value of [{_MINIMUM}].",
            Type="User",
        )
    return moto.result()
