"""Checks that exactly the steps named `handled …` have failures that do not
fail the run, in the projection on standard input."""
import json
import sys

wrong = 0
for workflow in json.load(sys.stdin)["workflows"]:
    for step in workflow["steps"]:
        handled = step.get("continue_on_error", False)
        if handled != step["name"].startswith("handled"):
            print(f"{workflow['name']}: `{step['name']}` is {'' if handled else 'not '}handled")
            wrong += 1
print(f"{wrong} wrong")
