"""What local/tools/actions.py makes of a package."""

import base64
import hashlib
import io
import json
import tarfile
import unittest

import actions


def action(name, level="Read", resources=("thing",)):
    return {"name": name, "accessLevel": level, "resourceTypes": [{"name": each} for each in resources]}


def package(services, **other):
    head = {"name": actions.PACKAGE, "version": "1.2.3", "license": "MIT", "updatedAt": "2026-01-31T04:46:59.905Z"}
    files = {
        "package.json": json.dumps(head | other),
        "LICENSE.txt": "MIT License\n\nCopyright (c) 2024 Somebody\n",
        "data/services.json": json.dumps(list(services)),
    }
    for service, found in services.items():
        files[f"data/actions/{service}.json"] = json.dumps({each["name"].lower(): each for each in found})
    return files


class ActionsTest(unittest.TestCase):
    def test_is_sorted_and_starts_with_source_and_licence(self):
        text = actions.render(
            package(
                {
                    "b": [action("Put", "Write"), action("get"), action("GetMore"), action("List", "List", ())],
                    "a-1": [action("Share", "Permissions management, Write"), action("Tag", "Tagging, Write", ())],
                    "empty": [],
                }
            )
        )
        lines = text.splitlines()
        self.assertEqual(f"# source: {actions.PACKAGE} 1.2.3 (MIT), published 2026-01-31", lines[0])
        self.assertIn("# Copyright (c) 2024 Somebody", lines)
        self.assertEqual(
            ["[a-1]", "P Share", "t Tag", "[b]", "R get", "R GetMore", "l List", "W Put"],
            [each for each in lines if not each.startswith("#")],
        )
        self.assertTrue(text.endswith("\n"))

    def test_takes_the_level_that_says_most(self):
        for level, letter in {
            "List": "L",
            "Read": "R",
            "Write": "W",
            "Tagging": "T",
            "Permissions management": "P",
            "Write, Tagging": "T",
            "Tagging, Permissions management, Write": "P",
        }.items():
            self.assertEqual(letter, actions.letter(action("Any", level)), level)

    def test_refuses_what_the_list_could_not_say(self):
        for found in (
            [action("Get", "Guess")],
            [action("Get", "")],
            [action("Get"), action("GET") | {"name": "gEt"}, action("Other") | {"name": "GET"}],
            [action("Get\nMore")],
            [action("Get*")],
            [action("")],
        ):
            with self.assertRaises(actions.Unusable, msg=found):
                actions.block("a", found)
        with self.assertRaises(actions.Unusable):
            actions.block("a]", [action("Get")])

    def test_refuses_another_package_and_another_licence(self):
        for other in ({"name": "other"}, {"license": "GPL-3.0"}):
            with self.assertRaises(actions.Unusable):
                actions.render(package({"a": [action("Get")]}, **other))

    def test_reads_the_tarball_that_has_the_published_hash(self):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            member = tarfile.TarInfo("package/data/services.json")
            member.size = 2
            archive.addfile(member, io.BytesIO(b"[]"))
        tarball = buffer.getvalue()
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()

        actions.check(tarball, integrity)
        with self.assertRaises(actions.Unusable):
            actions.check(tarball + b"x", integrity)
        self.assertEqual({"data/services.json": "[]"}, actions.read(tarball))


if __name__ == "__main__":
    unittest.main()
