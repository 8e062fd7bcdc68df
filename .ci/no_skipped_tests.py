"""Fails if a test was skipped: here the model and the expected values are at hand, so nothing may go unmeasured."""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree

tests = 0
skipped = []
for report in sorted(pathlib.Path(".").glob("*/target/surefire-reports/TEST-*.xml")):
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        tests += 1
        reason = case.find("skipped")
        if reason is not None:
            skipped.append(f"{case.get('classname')}.{case.get('name')}: {reason.get('message') or 'no reason given'}")

print(f"{tests} tests, {len(skipped)} skipped")
for line in skipped:
    print("  skipped", line)
if tests == 0:
    sys.exit("expected reports of tests in */target/surefire-reports, found none")
sys.exit(1 if skipped else 0)
