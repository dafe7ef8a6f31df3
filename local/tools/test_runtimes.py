"""What local/tools/runtimes.py makes of AWS's page."""

import unittest

import runtimes

# As the page has it: a table of what is supported, one of what is not any more.
ROWS = [
    ("Node.js 24", "nodejs24.x", "Amazon Linux 2023", "Apr 30, 2028", "Jun 1, 2028", "Jul 1, 2028"),
    ("Python 3.12", "python3.12", "Amazon Linux 2023", "October 31, 2028", "Nov 30, 2028", "Jan 10, 2029"),
    (".NET 9 (container only)", "dotnet9", "Amazon Linux 2023", "Nov 10, 2026", "Not scheduled", "Not scheduled"),
]
MANY = [(f"Any {n}", f"any{n}.x", "Amazon Linux", "Jan 1, 2020", "N/A", "") for n in range(runtimes.FEWEST)]


def page(rows, columns=("Name", "Identifier", "Operating system", "Deprecation date", "Block function create", "Block function update")):
    lines = ["# Lambda runtimes", "", "| Runtime | Days |", "| --- | --- |", "| `other` | Jan 1, 2020 |", ""]
    lines += ["|  " + "  |  ".join(columns) + "  | ", "| " + " | ".join("---" for _ in columns) + " | "]
    lines += ["|  " + "  |   ".join([name, f"`{identifier}`", *rest]) + "  | " for name, identifier, *rest in rows]
    return "\n".join(lines + ["", "More text with a | in it."])


class RuntimesTest(unittest.TestCase):
    def test_reads_the_days_of_every_runtime(self):
        found = runtimes.parse(page(ROWS + MANY))
        self.assertEqual(("2028-04-30", "2028-06-01", "2028-07-01"), found["nodejs24.x"])
        self.assertEqual(("2028-10-31", "2028-11-30", "2029-01-10"), found["python3.12"])
        self.assertEqual(("2026-11-10", "-", "-"), found["dotnet9"])
        self.assertEqual(("2020-01-01", "-", "-"), found["any0.x"])
        self.assertNotIn("other", found)

    def test_reads_two_tables(self):
        found = runtimes.parse(page(MANY) + "\n" + page(ROWS))
        self.assertEqual(len(MANY) + len(ROWS), len(found))

    def test_refuses_a_page_of_another_form(self):
        for unusable in ("", page(ROWS), page(MANY, ("Name", "Id", "System", "Deprecated", "Create", "Update"))):
            with self.assertRaises(runtimes.Unusable):
                runtimes.parse(unusable)

    def test_refuses_days_that_it_cannot_read_or_that_differ(self):
        for bad in ("soon", "2028-04-30", "Apr 2028"):
            with self.assertRaises(runtimes.Unusable):
                runtimes.parse(page([("Node.js", "nodejs24.x", "x", bad, "", ""), *MANY]))
        twice = [ROWS[0], (*ROWS[0][:3], "May 1, 2028", *ROWS[0][4:]), *MANY]
        with self.assertRaises(runtimes.Unusable):
            runtimes.parse(page(twice))

    def test_writes_what_it_can_read_in_order(self):
        found = runtimes.parse(page(ROWS + MANY))
        text = runtimes.render(found, "2026-11-30")
        self.assertEqual(found, runtimes.read(text))
        self.assertTrue(text.startswith(f"# source: {runtimes.PAGE}, as of 2026-11-30\n"))
        names = [each.split(" ")[0] for each in text.splitlines() if not each.startswith("#")]
        self.assertEqual(sorted(names), names)

    def test_keeps_what_the_page_does_not_list_any_more(self):
        known = {"nodejs": ("2016-10-31", "-", "-"), "nodejs24.x": ("2027-01-01", "-", "-")}
        merged = known | runtimes.parse(page(ROWS + MANY))
        self.assertEqual(("2016-10-31", "-", "-"), merged["nodejs"])
        self.assertEqual("2028-04-30", merged["nodejs24.x"][0])

    def test_the_table_in_use_can_be_read(self):
        found = runtimes.read(runtimes.TARGET.read_text(encoding="utf-8"))
        self.assertIn("python3.13", found)
        for name, days in found.items():
            self.assertEqual(3, len(days), name)
            for each in days:
                self.assertRegex(each, r"^(-|\d{4}-\d{2}-\d{2})$", name)


if __name__ == "__main__":
    unittest.main()
