# Git runs in the sandbox, like everything that believes what a workspace says.
#
# REQUIRES: namespaces
# RUN: rm -rf %t.dir && mkdir -p %t.dir/ws && cd %t.dir/ws
# RUN: git init -q -b main && git config user.name Ann && git config user.email ann@example.com
# RUN: echo one >a && git add -A && git commit -q -m "First" && echo two >>a
# RUN: printf '#!/bin/sh\nsleep 60\n' >slow && chmod +x slow
# RUN: plue-compile %s -o %t.plan
# RUN: plue-exec run %t.plan --workflow fine --workspace . --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s --check-prefix=FINE <%t.out
# RUN: git update-ref refs/remotes/origin/release HEAD
# RUN: plue-exec run %t.plan --workflow based --workspace . --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s --check-prefix=BASED <%t.out
# RUN: git config filter.slow.smudge %t.dir/ws/slow && git config filter.slow.clean ./slow
# RUN: echo "a filter=slow" >.gitattributes
# RUN: not plue-exec run %t.plan --workflow slow --workspace . --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s --check-prefix=SLOW <%t.out
# RUN: rm -rf .git
# RUN: not plue-exec run %t.plan --workflow fine --workspace . --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s --check-prefix=NONE <%t.out

from plue import manual, workflow


@workflow(triggers=[manual()], image="host")
def fine(ctx):
    diff = ctx.git.diff()
    log = ctx.git.log()
    ctx.write("b/c", "written")
    ctx.run(name="show", cmd=["sh", "-c", 'echo "$0"; cat b/c; rm -r b', f"{diff} {log}"])


# FINE: show {{ *}}| +two
# FINE: show {{ *}}| {{.*}}'subject': 'First'
# FINE: show {{ *}}| written
# FINE: fine: success


# A base that is known only as the remote's branch.
@workflow(triggers=[manual()], image="host")
def based(ctx):
    ctx.run(name="show", cmd=["echo", ctx.git.diff(base="release", paths=["a"]) + ctx.git.diff("main")])


# BASED: show {{ *}}| +two
# BASED: show {{ *}}| +two
# BASED: based: success


@workflow(triggers=[manual()], image="host")
def slow(ctx):
    ctx.git.diff(timeout=0.5)


# SLOW: slow: failure in {{.*}} s: step `git diff` failed: timed out after 0.50 s

# NONE: fine: failure {{.*}} s: step `git diff` failed: there is no git repository in the workspace
