# RUN: plue-compile %s --emit=ast | FileCheck %s
# The tree of a workflow (one node a line, with positions).
from plue import push, workflow


# CHECK: FunctionDef ci @{{[0-9]+}}:1-{{[0-9]+}}:{{[0-9]+}}
# CHECK-NEXT: decorator: Call
# CHECK-NEXT: callee: Name workflow
# CHECK-NEXT: triggers=: List
# CHECK-NEXT: Call
# CHECK-NEXT: callee: Name push
@workflow(triggers=[push()])
# CHECK: parameter: ctx plain
def ci(ctx):
    # CHECK: For
    # CHECK-NEXT: target: Name v
    # CHECK-NEXT: in: List
    for v in ["3.11", "3.12"]:
        # CHECK: cmd=: JoinedStr
        # CHECK-NEXT: text "make "
        # CHECK-NEXT: replacement !r
        # CHECK-NEXT: Name v
        ctx.run(cmd=f"make {v!r}")
    assert True, "a message at the very end"
