"""AWS WAF: which web ACL guards which stage, and web ACLs that are replaced as a whole."""

from __future__ import annotations

import re
from typing import Any

from moto.apigateway.models import apigateway_backends
from moto.wafv2.models import wafv2_backends

from ..answers import ApiError
from ..wire import Call
from . import handles

_STAGE = re.compile(r"^arn:[^:]+:apigateway:([^:]+)::/restapis/([^/]+)/stages/([^/]+)$")
# A resource of another kind than those below is the default: load balancers.
_TYPES = {"API_GATEWAY": _STAGE, "APPLICATION_LOAD_BALANCER": re.compile(r":elasticloadbalancing:.*:loadbalancer/app/")}


def _missing() -> ApiError:
    return ApiError(
        "WAFNonexistentItemException",
        "AWS WAF couldn\u2019t perform the operation because your resource doesn\u2019t exist.",
    )


def _stage_of(account: str, arn: str) -> Any:
    """The stage of that ARN, or None if it is none, or gone."""
    named = _STAGE.match(arn)
    if named is None:
        return None
    region, api, stage = named.groups()
    found = apigateway_backends[account][region].apis.get(api)
    return None if found is None else found.stages.get(stage)


def _guarded(call: Call, acl: Any) -> list[str]:
    """What a web ACL guards; a deleted stage is guarded no more."""
    return [
        arn for arn in acl.associated_resources
        if not _STAGE.match(arn) or _stage_of(call.account, arn) is not None
    ]


def _acls(call: Call) -> dict[str, Any]:
    return wafv2_backends[call.account][call.region].wacls


def _acl_of(call: Call) -> Any:
    acl = _acls(call).get(call.parameters.get("WebACLArn"))
    if acl is None:
        raise _missing()
    return acl


def _release(call: Call, resource: str) -> None:
    for acl in _acls(call).values():
        while resource in acl.associated_resources:
            acl.associated_resources.remove(resource)


def _set(call: Call, resource: str, acl: str | None) -> None:
    """Tells the stage, which shows it in `webAclArn`."""
    if _STAGE.match(resource):
        stage = _stage_of(call.account, resource)
        if stage is None:
            raise _missing()
        stage.web_acl_arn = acl


@handles("wafv2", "AssociateWebACL")
def associate_web_acl(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html

    A resource has one web ACL at most, so that a second takes the place of the first:
    https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html"""
    acl, resource = _acl_of(call), call.parameters["ResourceArn"]
    _set(call, resource, acl.arn)
    _release(call, resource)
    acl.associated_resources.append(resource)
    return {}


@handles("wafv2", "DisassociateWebACL")
def disassociate_web_acl(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/waf/latest/APIReference/API_DisassociateWebACL.html"""
    resource = call.parameters["ResourceArn"]
    _set(call, resource, None)
    _release(call, resource)
    return {}


@handles("wafv2", "ListResourcesForWebACL")
def list_resources_for_web_acl(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/waf/latest/APIReference/API_ListResourcesForWebACL.html"""
    pattern = _TYPES.get(call.parameters.get("ResourceType") or "APPLICATION_LOAD_BALANCER")
    guarded = _guarded(call, _acl_of(call))
    return {"ResourceArns": [arn for arn in guarded if pattern and pattern.search(arn)]}


@handles("wafv2", "DeleteWebACL")
def delete_web_acl(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html"""
    acls = [acl for acl in _acls(call).values() if acl.id == call.parameters.get("Id")]
    if acls and _guarded(call, acls[0]):
        raise ApiError(
            "WAFAssociatedItemException",
            "AWS WAF couldn\u2019t perform the operation because your resource is being used by another resource "
            "or it\u2019s associated with another resource.",
        )
    return moto.result()


@handles("wafv2", "UpdateWebACL")
def update_web_acl(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html

    It replaces the web ACL: what is not sent is gone. moto keeps the rules if none are sent."""
    result = moto.result()
    if not call.parameters.get("Rules"):
        for acl in _acls(call).values():
            if acl.id == call.parameters.get("Id"):
                acl.rules = []
    return result
