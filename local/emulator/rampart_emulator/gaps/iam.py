"""IAM: size quotas, delete conflicts, boundaries in ListEntitiesForPolicy, AWS-managed policies."""

from __future__ import annotations

from typing import Any

from moto.iam.models import iam_backends

from ..answers import ApiError
from ..http import Answer
from ..wire import Call
from . import handles, managed_policies

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; white space does not count.
_INLINE_LIMIT = {"role": 10240, "user": 2048, "group": 5120}
_MANAGED_LIMIT = 6144


def backend_of(call: Call) -> Any:
    return iam_backends[call.account]["aws"]


def _size(document: str) -> int:
    return len("".join(document.split()))


@handles("iam", "PutRolePolicy", "PutUserPolicy", "PutGroupPolicy")
def put_inline_policy(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html"""
    kind = call.operation[3:-6].lower()
    owner_name = call.parameters.get(f"{kind.capitalize()}Name", "")
    owners = getattr(backend_of(call), f"{kind}s").values()
    owner = next((o for o in owners if getattr(o, "name", None) == owner_name), None)
    if owner is not None:
        others = [d for name, d in owner.policies.items() if name != call.parameters.get("PolicyName")]
        total = _size(call.parameters.get("PolicyDocument", "")) + sum(_size(d) for d in others)
        if total > _INLINE_LIMIT[kind]:
            raise ApiError(
                "LimitExceeded",
                f"Maximum policy size of {_INLINE_LIMIT[kind]} bytes exceeded for {kind} {owner_name}",
            )
    return moto.answer()


@handles("iam", "CreatePolicy", "CreatePolicyVersion")
def create_managed_policy(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html"""
    if _size(call.parameters.get("PolicyDocument", "")) > _MANAGED_LIMIT:
        raise ApiError("LimitExceeded", f"Cannot exceed quota for PolicySize: {_MANAGED_LIMIT}")
    return moto.answer()


@handles("iam", "DeletePolicy")
def delete_policy(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html"""
    policy = backend_of(call).managed_policies.get(call.parameters.get("PolicyArn"))
    if policy is not None:
        if policy.attachment_count > 0 or _boundary_users(call, policy.arn):
            raise ApiError("DeleteConflict", "Cannot delete a policy attached to entities.")
        if len(policy.versions) > 1:
            raise ApiError(
                "DeleteConflict",
                "This policy has more than one version. Before you delete a policy, you must delete the "
                "policy's versions. The default version is deleted with the policy.",
            )
    return moto.answer()


def _boundary_users(call: Call, arn: str) -> list[Any]:
    roles = backend_of(call).roles.values()
    return [role for role in roles if role.permissions_boundary_arn == arn]


@handles("iam", "ListEntitiesForPolicy")
def list_entities_for_policy(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html"""
    backend, asked = backend_of(call), call.parameters
    arn = asked.get("PolicyArn", "")
    managed_policies.ensure(backend, arn)
    if arn not in backend.managed_policies:
        raise ApiError("NoSuchEntity", f"Policy {arn} was not found.")
    usage, kind = asked.get("PolicyUsageFilter"), asked.get("EntityFilter")
    prefix = asked.get("PathPrefix") or "/"

    def users_of(entities: Any) -> list[Any]:
        found = []
        for entity in entities:
            attached = usage != "PermissionsBoundary" and arn in entity.managed_policies
            bounded = usage != "PermissionsPolicy" and getattr(entity, "permissions_boundary_arn", None) == arn
            if (attached or bounded) and (entity.path or "/").startswith(prefix):
                found.append(entity)
        return sorted(found, key=lambda entity: entity.name)

    def wanted(name: str) -> bool:
        return kind is None or kind == name

    return {
        "PolicyRoles": [
            {"RoleName": r.name, "RoleId": r.id} for r in users_of(backend.roles.values()) if wanted("Role")
        ],
        "PolicyUsers": [
            {"UserName": u.name, "UserId": u.id} for u in users_of(backend.users.values()) if wanted("User")
        ],
        "PolicyGroups": [
            {"GroupName": g.name, "GroupId": g.id} for g in users_of(backend.groups.values()) if wanted("Group")
        ],
        "IsTruncated": False,
    }


@handles("iam", "GetPolicy")
def get_policy(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html"""
    managed_policies.ensure(backend_of(call), call.parameters.get("PolicyArn"))
    result = moto.result()
    result["Policy"]["PermissionsBoundaryUsageCount"] = len(_boundary_users(call, result["Policy"]["Arn"]))
    return result


@handles(
    "iam", "GetPolicyVersion", "ListPolicyVersions", "AttachRolePolicy", "AttachUserPolicy", "AttachGroupPolicy",
    "PutRolePermissionsBoundary", "PutUserPermissionsBoundary", "CreateRole", "CreateUser",
)
def with_aws_managed_policy(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html"""
    for member in ("PolicyArn", "PermissionsBoundary"):
        managed_policies.ensure(backend_of(call), call.parameters.get(member))
    return moto.answer()


@handles("iam", "ListPolicies")
def list_policies(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html"""
    if call.parameters.get("Scope") != "Local":
        managed_policies.ensure_all(backend_of(call))
    return moto.answer()
