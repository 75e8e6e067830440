# Files, git and the forge for real: design 5.2 and 6.
#
# RUN: rm -rf %t.dir && mkdir -p %t.dir/ws/src && cd %t.dir/ws
# RUN: git init -q -b main && git config user.name Ann && git config user.email ann@example.com
# RUN: echo hello >README.md && echo "print(1)" >src/a.py && echo "" >src/b.py
# RUN: git add -A && git commit -q -m "First" && git checkout -q -b topic
# RUN: echo "print(2)" >>src/a.py && git commit -q -a -m "Second" -m "with a body"
# RUN: printf '#!/bin/sh\necho hooked >hooked\n' >.git/hooks/post-checkout && chmod +x .git/hooks/post-checkout
# RUN: git config diff.external /bin/false && git config core.pager /bin/false
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "pull_request", "action": "opened", "ref": "topic", "sha": "0", "actor": "ann", "repository": {"name": "r", "owner": "o", "default_branch": "main"}, "pull_request": {"number": 7, "title": "t", "body": "b", "author": "ann", "draft": false, "labels": [], "base": {"ref": "main", "sha": "0"}, "head": {"ref": "topic", "sha": "0"}}}' >%t.event
# RUN: plue-exec run %t.plan --backend=none --event %t.event --workspace %t.dir/ws --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s <%t.out
# RUN: cat %t.dir/runs/*/forge.jsonl | FileCheck %s --check-prefix=FORGE
# RUN: cat %t.dir/runs/*/events.jsonl | FileCheck %s --check-prefix=EVENTS
# RUN: test ! -e %t.dir/ws/hooked

from plue import pull_request, workflow


@workflow(triggers=[pull_request()], image="host")
def review(ctx):
    ctx.write("out/deep/notes.txt", f"<{ctx.read('./README.md')}>")
    notes = ctx.read("out//deep/notes.txt")
    files = ctx.glob("**/*.py")
    base = ctx.event.pull_request.base.ref
    diff = ctx.git.diff(base)
    part = ctx.git.diff(base, paths=["README.md"])
    log = ctx.git.log(n=2)
    ctx.run(name="show", cmd=["echo", f"{notes}|{files}|{diff}|{part}|{log}"])
    if ctx.exists("src") and not ctx.exists("nothing/there"):
        ctx.git.checkout(base)
    ctx.run(name="after", cmd="git branch --show-current; cat src/a.py")
    missing = ctx.read("missing", optional=True)
    if missing is None:
        ctx.comment("nothing is missing\nat all")
    ctx.review_comment("src/a.py", 2, f"by {ctx.event.actor}")
    ctx.approve()
    ctx.request_changes("no")
    ctx.issue.comment("see #7", number=12)


# CHECK:      show {{ *}}| <hello
# CHECK-NEXT: show {{ *}}| >|['src/a.py', 'src/b.py']|diff --git a/src/a.py b/src/a.py
# CHECK:      show {{ *}}|  print(1)
# CHECK-NEXT: show {{ *}}| +print(2)
# CHECK-NEXT: show {{ *}}| ||[{'sha': '{{[0-9a-f]+}}', 'author': 'Ann', 'email': 'ann@example.com', 'date': '{{[-0-9T:+Z]+}}', 'subject': 'Second', 'message': 'Second\n\nwith a body'}, {'sha': {{.*}}'subject': 'First', 'message': 'First'}]
# CHECK:      git checkout main {{.*}}success
# CHECK:      after {{ *}}| main
# CHECK-NEXT: after {{ *}}| print(1)
# CHECK-NEXT: after {{ *}}< success
# CHECK:      comment {{ *}}| nothing is missing
# CHECK-NEXT: comment {{ *}}| at all
# CHECK-NEXT: comment {{ *}}| (recorded in {{.*}}forge.jsonl, for #7)
# CHECK:      review: success

# FORGE:      {"action":"comment","body":"nothing is missing\nat all","name":"comment","number":7,"repository":{{.*}},"step":"step_14"}
# FORGE-NEXT: {"action":"review_comment","body":"by ann","line":2,"name":"review comment","number":7,"path":"src/a.py"
# FORGE-NEXT: {"action":"approve","name":"approve","number":7
# FORGE-NEXT: {"action":"request_changes","body":"no"
# FORGE-NEXT: {"action":"issue.comment","body":"see #7","name":"issue comment","number":12
# FORGE-NOT:  "action"

# EVENTS: "type":"step_started","step":"step_1","name":"read ./README.md"
# EVENTS: "type":"step_completed","step":"step_1","name":"read ./README.md","status":"success","exit_code":0
