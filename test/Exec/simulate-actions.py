# What a simulation finds in its workspace comes from the outcomes: design 5.4.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual"}' >%t.event
# RUN: echo '{"files": {"README.md": "hello", "src/a.py": "1"}, "globs": {"docs/*": ["docs/z.md", "docs/a.md"]}, "git": {"diff": "+x", "log": [{"sha": "1", "subject": "one"}, {"sha": "2"}]}, "steps": {"lint": {"stdout": "{\"issues\": [\"a\", \"b\"]}"}, "bad": {"stdout": "[]"}, "write fails": {"exit_code": 1}}}' >%t.json
# RUN: plue-exec simulate %t.plan --workflow found --event %t.event --outcomes %t.json | FileCheck %s --check-prefix=FOUND
# RUN: echo '{"files": {"README.md": ""}}' >%t.empty
# RUN: plue-exec simulate %t.plan --workflow found --event %t.event --outcomes %t.empty | FileCheck %s --check-prefix=EMPTY
# RUN: not plue-exec simulate %t.plan --workflow failing --event %t.event --outcomes %t.json | FileCheck %s --check-prefix=FAILING
# RUN: not plue-exec simulate %t.plan --workflow found --event %t.event | FileCheck %s --check-prefix=NOFILE
# RUN: echo '{"git": {"log": [{"hash": "1"}]}}' >%t.bad
# RUN: not plue-exec simulate %t.plan --workflow found --event %t.event --outcomes %t.bad 2>&1 | FileCheck %s --check-prefix=COMMIT
# RUN: echo '{"globs": {"*": "a"}}' >%t.bad
# RUN: not plue-exec simulate %t.plan --workflow found --event %t.event --outcomes %t.bad 2>&1 | FileCheck %s --check-prefix=GLOB
# RUN: echo '{"git": {"dif": ""}}' >%t.bad
# RUN: not plue-exec simulate %t.plan --workflow found --event %t.event --outcomes %t.bad 2>&1 | FileCheck %s --check-prefix=GIT

from plue import manual, schema, workflow


@workflow(triggers=[manual()], image="host")
def found(ctx):
    readme = ctx.read("./README.md")
    missing = ctx.read("missing", optional=True)
    ctx.write("out/new.txt", f"<{readme}>")
    new = ctx.read("out/new.txt")
    lists = [ctx.glob("docs/*"), ctx.glob("**/*.py"), ctx.glob("out/**")]
    there = [ctx.exists("src"), ctx.exists("out/new.txt"), ctx.exists("sr")]
    log = ctx.git.log(n=1)
    r = ctx.run(name="lint", cmd="lint", output=schema(issues=list(str)))
    ctx.comment(f"{readme} {missing!r}" if missing is not None else f"{readme} {new}", name="texts")
    ctx.comment(f"{lists} {there} {ctx.git.diff()} {log} {r.issues} {r.output}", name="data")


# FOUND:      "type": "read",
# FOUND-NEXT: "config": {
# FOUND-NEXT:   "path": "./README.md"
# FOUND-NEXT: },
# FOUND-NEXT: "status": "success",
# FOUND:        "path": "missing",
# FOUND-NEXT:   "optional": true
# FOUND:        "path": "out/new.txt",
# FOUND-NEXT:   "content": "<hello>"
# FOUND:      "body": "hello <hello>"
# FOUND:      "body": "{{\[\[}}'docs/z.md', 'docs/a.md'], ['src/a.py'], ['out/new.txt']] [True, True, False] +x [{'sha': '1', 'author': '', 'email': '', 'date': '', 'subject': 'one', 'message': ''}] ['a', 'b'] {'issues': ['a', 'b']}"
# FOUND:      "outputs": {},
# FOUND-NEXT: "reason": null

# NOFILE: "reason": "step `read ./README.md` failed: FileNotFoundError: there is no file `./README.md`"

# EMPTY:      "content": "<>"
# EMPTY:      "body": " <>"
# EMPTY:      "body": "{{\[\[}}], [], ['out/new.txt']] [False, True, False]  [] [] {'issues': []}"


@workflow(triggers=[manual()], image="host")
def failing(ctx):
    w = ctx.write("x", "y", name="write fails")
    if w.failed:
        ctx.run(name="bad", cmd="bad", output=schema(issues=list(str)))


# FAILING:      "name": "write fails",
# FAILING:      "status": "failure",
# FAILING:      "name": "bad",
# FAILING:      "status": "failure",
# FAILING:      "status": "failure",
# FAILING-NEXT: "outputs": {},
# FAILING-NEXT: "reason": "step `bad` failed: `output` is an array; it must be `schema(issues=list(str))`"

# COMMIT: in a commit of `git.log` in the outcomes, `hash` is no field or no string; there are `sha`, `author`, `email`, `date`, `subject` and `message`
# GLOB: `globs.*` in the outcomes is a string, not an array of strings
# GIT: `git.dif` in the outcomes is unknown; there are `diff` and `log`
