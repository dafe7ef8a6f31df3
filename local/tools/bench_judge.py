#!/usr/bin/env python3
"""Policies judged per second of CPU time: ./rampart judge and cloudsplaining, in one run, on the same policies.

    python3 -m venv .rampart/bench && .rampart/bench/bin/pip install -r local/tools/bench-requirements.txt
    .rampart/bench/bin/python local/tools/bench_judge.py

The policies are the ones that AWS itself manages. Each tool runs as a whole process of its own; its start is measured
with one policy and taken off. cloudsplaining answers which actions are risky and how (privilege escalation, data
exfiltration, infrastructure modification, resource exposure); Rampart answers those questions of `judge`.
"""

from __future__ import annotations

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The whole set, this often: a first pass is measured, nothing is kept from one to the next by either tool.
REPEATED = {"rampart": 40, "cloudsplaining": 1}
PEER = """
import json, sys
from cloudsplaining.scan.policy_document import PolicyDocument
for line in open(sys.argv[1]):
    policy = PolicyDocument(json.loads(line)["document"])
    policy.allows_privilege_escalation, policy.allows_data_exfiltration_actions
    policy.permissions_management_without_constraints, policy.infrastructure_modification
"""


def corpus() -> "list[str]":
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    policies = json.loads(aws_managed_policies_data)
    return [
        json.dumps({"id": name, "kind": "identity", "document": policy["Document"]}) for name, policy in policies.items()
    ]


def cpu_seconds(command: "list[str]") -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, "NO_COLOR": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def command(tool: str, file: str) -> "list[str]":
    return [str(ROOT / "rampart"), "judge", file] if tool == "rampart" else [sys.executable, "-c", PEER, file]


def per_cpu_second(tool: str, lines: "list[str]", folder: str) -> float:
    one, many = os.path.join(folder, "one"), os.path.join(folder, tool)
    pathlib.Path(one).write_text(lines[0] + "\n")
    pathlib.Path(many).write_text("\n".join(lines * REPEATED[tool]) + "\n")
    start = min(cpu_seconds(command(tool, one)) for _ in range(2))
    return len(lines) * REPEATED[tool] / (cpu_seconds(command(tool, many)) - start)


def main() -> None:
    lines = corpus()
    subprocess.run([str(ROOT / "rampart"), "--version"], stdout=subprocess.DEVNULL, cwd=ROOT)
    with tempfile.TemporaryDirectory() as folder:
        measured = {tool: per_cpu_second(tool, lines, folder) for tool in REPEATED}
    for tool, rate in measured.items():
        print(f"{tool:15} {rate:8.0f} policies per CPU second")
    print(f"{'ratio':15} {measured['rampart'] / measured['cloudsplaining']:8.1f}")


if __name__ == "__main__":
    main()
