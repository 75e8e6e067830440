# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# Names that mean nothing, or nothing here (R023, R024, R204).
from plue import push, workflow


@workflow(triggers=[push()])
def w(ctx):
    # CHECK: :[[@LINE+2]]:16: error: the name `comand` means nothing here [unknown-name]
    # CHECK: help: did you mean `command`?
    command = [comand for c in "ab"]
    # CHECK: :[[@LINE+2]]:12: error: `open` would touch files while planning [file-access]
    # CHECK: help: read a file of the workspace with `ctx.read(path)` when the plan runs
    text = open("a.txt")
    # CHECK: :[[@LINE+1]]:5: error: `eval` makes code out of data; a plan must be known from its source [dynamic-code]
    eval("1 + 1")
    # CHECK: :[[@LINE+1]]:12: error: `getattr` looks into values and scopes by name; the subset has no reflection [reflection]
    name = getattr(ctx, "run")
    # CHECK: :[[@LINE+1]]:11: error: `hash` gives another result in every process; a plan must always come out the same [process-dependent]
    key = hash("a")
    # CHECK: :[[@LINE+2]]:5: error: `exit` would end the compiler, not the run [process-control]
    # CHECK: help: end the run with `ctx.fail("why")` or `ctx.success()`
    exit(1)
    # CHECK: :[[@LINE+2]]:12: error: the module `os` cannot be used in a workflow [module-not-imported]
    # CHECK: help: for commands there is `ctx.run(cmd=…)`
    home = os.environ["HOME"]
    # CHECK: :[[@LINE+1]]:16: error: the attribute `__class__` belongs to Python itself [dunder-attribute]
    kind = ctx.__class__
    # CHECK: :[[@LINE+1]]:12: error: the field `0.__class__` of the format string reaches into a value [format-traversal]
    show = "{0.__class__}".format(ctx)
    ctx.run(cmd="true")


# CHECK: :[[@LINE+2]]:4: error: the name `__name__` belongs to Python itself [reserved-name]
# CHECK: help: a workflow file is read, not run as a script
if __name__ == "__main__":
    w(None)
# CHECK: 10 errors
