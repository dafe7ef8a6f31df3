"""Parameter Store: the ARN, which moto leaves out where parameters are described."""

from __future__ import annotations

from typing import Any

from moto.ssm.utils import parameter_arn

from ..wire import Call
from . import handles


@handles("ssm", "DescribeParameters")
def describe_parameters(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterMetadata.html"""
    result = moto.result()
    for parameter in result.get("Parameters", []):
        parameter["ARN"] = parameter_arn(call.account, call.region, parameter["Name"])
    return result
