"""Prints a run directory in a few words; fails if something in it is not sound."""
import json
import sys
from pathlib import Path

run = Path(sys.argv[1])
manifest = json.loads((run / "manifest.json").read_text())
print("manifest: workflow", manifest["workflow"], "backend", manifest["backend"])
last = 0
for number, line in enumerate((run / "events.jsonl").read_text().splitlines()):
    event = json.loads(line)
    assert event["seq"] == number, event
    assert event["ms"] >= last, event
    last = event["ms"]
    words = [event["type"]] + [event[key] for key in ("step", "stream", "status") if key in event]
    if "text" in event:
        words.append(ascii(event["text"]))
    if "exit_code" in event:
        words.append(event["exit_code"])
    print(*words)
result = json.loads((run / "result.json").read_text())
print("result:", result["status"], result["reason"])
print("logs:", *sorted(path.name for path in (run / "steps").iterdir()))
