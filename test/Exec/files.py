# What is in the workspace may be hostile; no path leads out of it.
#
# RUN: rm -rf %t.dir && mkdir -p %t.dir/ws/sub %t.dir/outside && cd %t.dir/ws
# RUN: echo secret >%t.dir/outside/key
# RUN: ln -s ../outside/key away && ln -s ../../outside/key sub/away && ln -s %t.dir/outside dir
# RUN: echo inside >sub/file && ln -s sub/file near && ln -s nowhere dangling
# RUN: mkfifo pipe && printf 'a\377b\r\n' >latin && %{python} -c "print('x' * 1048576)" >huge
# RUN: printf '#!/bin/sh\n' >tool && chmod 755 tool && echo old >target && ln -s target link
# RUN: echo 'd: dirs are no files' >sub/.hidden
# RUN: plue-compile %s -o %t.plan
# RUN: plue-exec run %t.plan --workflow fine --backend=none --workspace . --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s --check-prefix=FINE <%t.out
# RUN: test -x tool && test ! -L link && cat target | FileCheck %s --check-prefix=OLD
# RUN: not plue-exec run %t.plan --workflow refused --backend=none --workspace . --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s --check-prefix=REFUSED <%t.out
# RUN: ls %t.dir/outside | FileCheck %s --check-prefix=OUTSIDE
# RUN: ls -a . sub | FileCheck %s --check-prefix=LEFT --implicit-check-not=.plue-

from plue import manual, workflow


@workflow(triggers=[manual()], image="host")
def fine(ctx):
    near = ctx.read("near")
    latin = ctx.read("latin")
    ctx.write("tool", "#!/bin/sh\necho tool\n")
    ctx.write("link", "new")
    found = ctx.glob("**")
    # A link to nothing is not there; one in its place is.
    there = [ctx.exists("dangling"), ctx.exists("near"), ctx.exists(".")]
    ctx.run(name="show", cmd=["echo", f"{near!r} {latin!r} {found} {there}"])


# FINE: show {{ *}}| 'inside\n' 'a�b\r\n' ['huge', 'latin', 'link', 'near', 'sub/.hidden', 'sub/file', 'target', 'tool'] [False, True, True]
# OLD: old


@workflow(triggers=[manual()], image="host")
def refused(ctx):
    for path in ["away", "sub/away", "dir/key", "pipe", "sub", "huge", "missing", "sub/file/x"]:
        ctx.read(path, depends_on=[])
    ctx.exists("away", depends_on=[])
    for path in ["dir/new", "sub", "sub/file/new", "away/x"]:
        ctx.write(path, "x", depends_on=[])
    ctx.read(ctx.env.NO_SUCH_VARIABLE, name="run-time path", depends_on=[])


# REFUSED-DAG: read away {{.*}}failure {{.*}}PermissionError: `away` leads out of the workspace
# REFUSED-DAG: read sub/away {{.*}}failure {{.*}}PermissionError: `sub/away` leads out of the workspace
# REFUSED-DAG: read dir/key {{.*}}failure {{.*}}PermissionError: `dir/key` leads out of the workspace
# REFUSED-DAG: read pipe {{.*}}failure {{.*}}OSError: `pipe` is no regular file
# REFUSED-DAG: read sub {{.*}}failure {{.*}}IsADirectoryError: `sub` is a directory
# REFUSED-DAG: read huge {{.*}}failure {{.*}}limit: `huge` has more than 1048576 bytes
# REFUSED-DAG: read missing {{.*}}failure {{.*}}FileNotFoundError: there is no file `missing`
# REFUSED-DAG: read sub/file/x {{.*}}failure {{.*}}FileNotFoundError: there is no file `sub/file/x`
# REFUSED-DAG: exists away {{.*}}failure {{.*}}PermissionError: `away` leads out of the workspace
# REFUSED-DAG: write dir/new {{.*}}failure {{.*}}PermissionError: `dir` leads out of the workspace
# REFUSED-DAG: write sub {{.*}}failure {{.*}}IsADirectoryError: `sub` is a directory
# REFUSED-DAG: write sub/file/new {{.*}}failure {{.*}}NotADirectoryError: `sub/file` is no directory
# REFUSED-DAG: write away/x {{.*}}failure {{.*}}
# REFUSED-DAG: run-time path {{.*}}failure {{.*}}ValueError: the path `` must be relative to the workspace and stay inside it

# OUTSIDE: key
# OUTSIDE-NOT: new

# LEFT: target
