#!/usr/bin/env python3
"""Breaks Rampart on purpose, one way at a time, and shows that the tests notice.

    python3 local/breakages.py            all of them
    python3 local/breakages.py old-debt   only those named

Each breakage is one replacement in a copy of the checkout, followed by the tests of the modules that
should notice. The exit code is 0 only if every breakage made a test fail: one that does not compile,
or does not apply any more, counts as unnoticed.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESPOND = "shared/src/main/java/dev/rampart/respond"

# name, what is broken, file, text, replacement, modules, tests
BREAKAGES = [
    (
        "wrong-undo",
        "the undo of a policy version makes the same version the default again",
        "functions/iam/src/main/java/dev/rampart/iam/ManagedPolicy.java",
        "makeDefault(each), makeDefault(bad)",
        "makeDefault(each), makeDefault(each)",
        "functions/iam",
        "FixingInTheAccountTest",
    ),
    (
        "idle-fix",
        "a fix is recorded and not sent",
        f"{RESPOND}/Caller.java",
        "return Requests.toJson(operations.of(request).send().apply(request));",
        "return Requests.toJson(request);",
        "shared",
        "ConsentTest",
    ),
    (
        "no-date-suffix",
        "the rule expects Lambda event names without the date that CloudTrail writes",
        "template.yaml",
        "\n            - prefix: AddPermission\n",
        "\n            - AddPermission\n",
        "local",
        "RouterTest",
    ),
    (
        "old-debt",
        "what was wrong before Rampart came is fixed too",
        f"{RESPOND}/Response.java",
        "if (!matter.fixesDebt() && !judged.past().provesRegression()) {",
        "if (!matter.fixesDebt() && judged.past().isUnread()) {",
        "shared",
        "KnownGoodTest",
    ),
    (
        "no-lock",
        "a statement is removed without the revision that was judged",
        "functions/lambda/src/main/java/dev/rampart/lambda/Calls.java",
        "var revision = nullIfEmpty(policy.revision());\n"
        "    return Call.of(\n"
        "        removal(policy.arn(), permission.statement().sid()).revisionId(revision).build());",
        "return Call.of(removal(policy.arn(), permission.statement().sid()).build());",
        "functions/lambda",
        "PublicFunctionPolicyTest",
    ),
    (
        "no-undo-command",
        "the alert of a fix does not say how to undo it",
        f"{RESPOND}/Writer.java",
        "        undoCommand(id),",
        '        "",',
        "shared",
        "FaultTest",
    ),
    (
        "toggle-ignored",
        "auto-fix is on whatever the parameter says",
        f"{RESPOND}/Settings.java",
        'toggle.equals("on"),\n',
        'true,\n',
        "shared",
        "ConsentTest",
    ),
    (
        "no-proof",
        "a fix counts as held without another look",
        f"{RESPOND}/Repair.java",
        "if (Proof.isGood(fix, judged)) {",
        "if (!judged.isEmpty()) {",
        "shared",
        "FaultTest",
    ),
    (
        "blames-the-fix",
        "what somebody breaks while a fix is being proved is blamed on the fix",
        f"{RESPOND}/Proof.java",
        "        .filter(each -> fix.good().containsKey(each.key()))\n",
        "",
        "shared",
        "FaultTest",
    ),
    (
        "missing-permission",
        "the role of the lambda functions may not remove a statement",
        "template.yaml",
        "                Action: lambda:RemovePermission\n",
        "                Action: lambda:ListFunctions\n",
        "functions/lambda",
        "PublicFunctionPolicyTest",
    ),
    (
        "default-topic-policy",
        "AWS's own default topic policy counts as public",
        "shared/src/main/java/dev/rampart/policy/Audiences.java",
        '          "aws:sourceowner",\n',
        "",
        "shared",
        "AudienceTest",
    ),
    (
        "lost-newness",
        "a part whose fix is still outstanding is remembered as an old one",
        f"{RESPOND}/Judge.java",
        "if (!(unsettled.contains(each.key()) && each.past().isNew())) {",
        "if (!each.key().isEmpty()) {",
        "shared",
        "KnownGoodTest",
    ),
    (
        "told-twice",
        "a fix that was told is not marked as told",
        f"{RESPOND}/Mending.java",
        "    end(fix);\n    return outcome;",
        "    return outcome;",
        "shared",
        "CrashTest",
    ),
    (
        "kept-finish",
        "the undo of a fix leaves its second half as it is",
        f"{RESPOND}/Undo.java",
        "    if (finish.isPresent()) {\n",
        "    if (finish.isPresent() && id.isEmpty()) {\n",
        "shared",
        "FinishTest",
    ),
    (
        "idle-finish",
        "a second half that changed nothing counts as held",
        f"{RESPOND}/Repair.java",
        "if (fix.isFinish() && after.equals(fix.before())) {",
        "if (fix.isFinish() && fix.isUndo() && after.equals(fix.before())) {",
        "shared",
        "FinishTest",
    ),
    (
        "flood",
        "a watch tells of every event of a flood",
        f"{RESPOND}/Lookout.java",
        "case COUNTED -> new Debt(finding(batch, batch.seen().detail()));",
        "case COUNTED -> news(batch, turn, false);",
        "shared",
        "LookoutTest",
    ),
    (
        "quoted-crash",
        "the log of a guardrail that crashed quotes what it read",
        f"{RESPOND}/Judge.java",
        "resource.id(), where);",
        "resource.id(), e);",
        "shared",
        "CrashingGuardrailTest",
    ),
    (
        "any-former",
        "a former policy of a secret is put back that shuts out who was let in since",
        "functions/secrets/src/main/java/dev/rampart/secrets/PublicSecret.java",
        "        .filter(former -> PolicyChanges.takesOnlyWhatIsOpen(former, document, secret.account()));",
        "        .filter(former -> !former.equals(document));",
        "functions/secrets",
        "PublicSecretTest",
    ),
    (
        "failed-calls",
        "calls that AWS refused are looked at",
        "template.yaml",
        "          errorCode: [{exists: false}]\n",
        "",
        "local",
        "RouterTest",
    ),
]


def copy_of_checkout(folder: pathlib.Path) -> pathlib.Path:
    target = folder / "rampart"
    ignored = shutil.ignore_patterns(".git", "runs", ".aws-sam", "__pycache__")
    shutil.copytree(ROOT, target, ignore=ignored, symlinks=True)
    return target


def run_tests(checkout: pathlib.Path, modules: str, tests: str) -> "tuple[bool, str]":
    """Whether tests failed, as opposed to passed or not even compiled, and a word on it."""
    command = [
        "./mvnw", "-B", "-ntp", "-pl", modules, "-am", "package", f"-Dtest={tests}",
        "-Dsurefire.failIfNoSpecifiedTests=false", "-DskipITs", "-Djacoco.skip=true", "-Djacoco.line=",
    ]
    result = subprocess.run(command, cwd=checkout, capture_output=True, text=True)
    output = result.stdout + result.stderr
    if "COMPILATION ERROR" in output:
        return False, "does not compile"
    failed = re.findall(r"Tests run: \d+, Failures: (\d+), Errors: (\d+)", output)
    broken = sum(int(failures) + int(errors) for failures, errors in failed)
    if result.returncode == 0:
        return False, "no test noticed"
    if broken == 0:
        return False, "the build failed otherwise"
    return True, "noticed"


def main(names: "list[str]") -> int:
    chosen = [each for each in BREAKAGES if not names or each[0] in names]
    if not chosen:
        print("no such breakage; there are: " + ", ".join(each[0] for each in BREAKAGES))
        return 2
    unnoticed = 0
    with tempfile.TemporaryDirectory(prefix="rampart-breakages-") as folder:
        checkout = copy_of_checkout(pathlib.Path(folder))
        for name, what, file, text, replacement, modules, tests in chosen:
            path = checkout / file
            original = path.read_text()
            begin = time.monotonic()
            if text not in original:
                noticed, word = False, f"does not apply any more: {file} has changed"
            else:
                path.write_text(original.replace(text, replacement))
                noticed, word = run_tests(checkout, modules, tests)
                path.write_text(original)
                os.utime(path)
            unnoticed += not noticed
            mark = "ok " if noticed else "BAD"
            print(f"{mark} {name:22} {word:28} {time.monotonic() - begin:4.0f} s  {what}", flush=True)
    print(f"{len(chosen) - unnoticed} of {len(chosen)} breakages were noticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
