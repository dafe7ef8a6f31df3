"""Whether a trail of the account records a data event.

Of data events, invocations of functions are known here:
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
"""

from __future__ import annotations

from typing import Any

from moto.cloudtrail.models import cloudtrail_backends

from .wire import Call

FUNCTION = "AWS::Lambda::Function"


def record(call: Call) -> bool:
    if (call.service, call.operation) != ("lambda", "Invoke"):
        return False
    return any(_records(trail, call) for backend in cloudtrail_backends[call.account].values() for trail in backend.trails.values())


def function_arn(call: Call) -> str:
    """Of the function that is invoked, however the caller wrote it."""
    name = call.parameters.get("FunctionName", "").split(":function:")[-1].partition(":")[0]
    return f"arn:aws:lambda:{call.region}:{call.account}:function:{name}"


def _records(trail: Any, call: Call) -> bool:
    if not trail.status.is_logging or not (trail.is_multi_region or trail.region_name == call.region):
        return False
    arn = function_arn(call)
    basic, advanced = trail.get_event_selectors()
    return any(_selects(selector, arn) for selector in basic) or any(_chooses(selector) for selector in advanced)


def _selects(selector: dict[str, Any], arn: str) -> bool:
    """https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html"""
    if selector.get("ReadWriteType") == "ReadOnly":
        return False
    return any(
        arn == value or value == "arn:aws:lambda"
        for resource in selector.get("DataResources") or []
        if resource.get("Type") == FUNCTION
        for value in resource.get("Values") or []
    )


def _chooses(selector: dict[str, Any]) -> bool:
    """https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedEventSelector.html"""
    fields = {each.get("Field"): each.get("Equals") or [] for each in selector.get("FieldSelectors") or []}
    return "Data" in fields.get("eventCategory", []) and FUNCTION in fields.get("resources.type", [])
