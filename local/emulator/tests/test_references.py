"""What moto was taught of API Gateway has a test, and the test names the page of the AWS API reference that it follows."""

from __future__ import annotations

import ast
import os
import re
import unittest

from botocore import xform_name

from rampart_emulator import gaps
from tests.support import ROOT

REST = re.compile(r"https://docs\.aws\.amazon\.com/apigateway/latest/api/API_(\w+)\.html")
HTTP = re.compile(r"https://docs\.aws\.amazon\.com/apigatewayv2/latest/api-reference/[a-z-]+\.html \(([\w,\s]+)\)")


class ReferencesTest(unittest.TestCase):
    def check(self, service: str, named: re.Pattern, *modules: str) -> None:
        documented: set[str] = set()
        called: set[str] = set()
        for module in modules:
            with open(os.path.join(ROOT, "tests", module), encoding="utf-8") as file:
                nodes = list(ast.walk(ast.parse(file.read())))
            for test in nodes:
                if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                    for operations in named.findall(ast.get_docstring(test) or ""):
                        documented |= {name.strip() for name in operations.split(",")}
            called |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
            called |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        gaps.load(service)
        taught = sorted(operation for of, operation in gaps._HANDLERS if of == service)
        self.assertGreater(len(taught), 20)
        self.assertEqual([], [each for each in taught if each not in documented], "no test names their page")
        self.assertEqual([], [each for each in taught if xform_name(each) not in called], "no test calls them")

    def test_rest_apis(self) -> None:
        self.check("apigateway", REST, "test_apigateway.py", "test_apigateway_stages.py", "test_apigateway_domains.py")

    def test_http_apis(self) -> None:
        self.check("apigatewayv2", HTTP, "test_apigatewayv2.py")


if __name__ == "__main__":
    unittest.main()
