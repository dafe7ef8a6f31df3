#!/usr/bin/env python3
"""Policies judged per second of CPU time: ./rampart judge and cloudsplaining, in one run, on the same policies.

    python3 -m venv .rampart/bench && .rampart/bench/bin/pip install -r local/tools/bench-requirements.txt
    .rampart/bench/bin/python local/tools/bench_judge.py

The policies are the ones that AWS itself manages. Each tool runs as a whole process of its own; its start is measured
with one policy and taken off. cloudsplaining answers which actions are risky and how (privilege escalation, data
exfiltration, infrastructure modification, resource exposure); Rampart answers those questions of `judge`. The rounds
take turns, so that whatever else the machine does slows both.

`--corpus FILE` only writes the policies to a file, for the benchmarks in local/benchmarks.
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
ROUNDS = 3
# The whole set, this often. A first pass is measured: nothing is kept from one policy to the next by either tool. Once
# is mostly the JVM warming up.
REPEATED = {"rampart, 40 times": 40, "rampart, once": 1, "cloudsplaining": 1}
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
    return [sys.executable, "-c", PEER, file] if tool == "cloudsplaining" else [str(ROOT / "rampart"), "judge", file]


def per_cpu_second(tool: str, lines: "list[str]", folder: str) -> float:
    one, many = os.path.join(folder, "one"), os.path.join(folder, "many")
    pathlib.Path(one).write_text(lines[0] + "\n")
    pathlib.Path(many).write_text("\n".join(lines * REPEATED[tool]) + "\n")
    start = min(cpu_seconds(command(tool, one)) for _ in range(2))
    return len(lines) * REPEATED[tool] / (cpu_seconds(command(tool, many)) - start)


def main() -> None:
    lines = corpus()
    if sys.argv[1:2] == ["--corpus"]:
        file = pathlib.Path(sys.argv[2])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n")
        return
    subprocess.run([str(ROOT / "rampart"), "--version"], stdout=subprocess.DEVNULL, cwd=ROOT)
    with tempfile.TemporaryDirectory() as folder:
        rounds = [{tool: per_cpu_second(tool, lines, folder) for tool in REPEATED} for _ in range(ROUNDS)]
    print(f"{'':20} {'per CPU second':>26}   times cloudsplaining's")
    for tool in REPEATED:
        rates = sorted(each[tool] for each in rounds)
        ratios = sorted(each[tool] / each["cloudsplaining"] for each in rounds)
        print(f"{tool:20} " + " ".join(f"{each:8.0f}" for each in rates) + "   " + " ".join(f"{each:6.1f}" for each in ratios))


if __name__ == "__main__":
    main()
