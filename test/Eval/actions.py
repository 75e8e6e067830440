# The other operations of the context are steps with their inputs by name.
#
# RUN: plue-compile %s --emit=json | FileCheck %s

from plue import pull_request, workflow


@workflow(triggers=[pull_request()], image="host")
def review(ctx):
    # CHECK:      "name": "read README.md",
    # CHECK-NEXT: "type": "read",
    # CHECK-NEXT: "config": {
    # CHECK-NEXT:   "path": "README.md"
    # CHECK-NEXT: },
    # CHECK-NEXT: "depends_on": [],
    readme = ctx.read("README.md")
    # CHECK:      "name": "guide",
    # CHECK:        "path": "{{[{][{]}} ctx.event.ref }}.md",
    # CHECK-NEXT:   "optional": true
    # CHECK:      "depends_on": [],
    guide = ctx.read(f"{ctx.event.ref}.md", optional=True, name="guide")
    if guide is not None:
        # CHECK:      "name": "write out/notes.txt",
        # CHECK:        "path": "out/notes.txt",
        # CHECK-NEXT:   "content": "{{.*}}steps{{.*}}value }}, {{[{][{]}} ctx.secrets.TOKEN }}"
        # CHECK:      "when":
        ctx.write("out/notes.txt", f"{guide}, {ctx.secrets.TOKEN}")
    # CHECK: "pattern": "**/*.py"
    files = ctx.glob("**/*.py")
    # CHECK: "name": "exists setup.py",
    if ctx.exists("setup.py"):
        # CHECK: "type": "git.checkout",
        # CHECK:   "ref": "{{[{][{]}} ctx.event.pull_request.head.ref }}"
        ctx.git.checkout(ctx.event.pull_request.head.ref)
    # CHECK:      "type": "git.diff",
    # CHECK:        "base": "main",
    # CHECK-NEXT:   "head": "{{[{][{]}} ctx.event.sha }}",
    # CHECK-NEXT:   "paths": [
    # CHECK-NEXT:     "src",
    # CHECK-NEXT:     "lib"
    diff = ctx.git.diff(base="main", head=ctx.event.sha, paths=["src", "lib"])
    # CHECK:   "n": 10
    log = ctx.git.log()
    # CHECK:      "type": "comment",
    # CHECK:      "depends_on": [
    # CHECK:      "timeout": 60
    said = ctx.comment(f"{readme}{diff}{log}{files}", timeout=60)
    if said.failed:
        # CHECK:      "type": "review_comment",
        # CHECK:        "path": "a.py",
        # CHECK-NEXT:   "line": 3,
        # CHECK-NEXT:   "body": "bad"
        ctx.review_comment("a.py", 3, "bad")
    # CHECK: "type": "approve",
    # CHECK-NEXT: "config": {},
    ctx.approve(depends_on=[])
    # CHECK: "type": "request_changes",
    ctx.request_changes("no")
    # CHECK: "type": "issue.comment",
    # CHECK:   "number": {{.*}}ctx.event.pull_request.number
    ctx.issue.comment("see there", number=ctx.event.pull_request.number)
