# What plue-opt shows of its passes.
# RUN: plue-compile %s -o %t.plan
# RUN: plue-opt --passes=fold,cse --print-before=cse --print-after-all --stats --time-passes %t.plan 2>&1 >%t.txt | FileCheck %s
# RUN: plue-opt %t.plan | cmp - %t.txt
# RUN: plue-opt - < %t.plan | cmp - %t.txt
# RUN: plue-opt %t.plan -o %t.same.plan && cmp %t.plan %t.same.plan
# RUN: plue-opt --list-passes | FileCheck %s --check-prefix=LIST
from plue import manual, workflow

@workflow(triggers=[manual()], image="host")
def ci(ctx):
    ctx.run(name="build", cmd="make")

# CHECK: // --- after fold
# CHECK-NEXT: plan version
# CHECK: // --- before cse
# CHECK: // --- after cse
# CHECK: 0 fold{{ +}}folded: operations that are constants now
# CHECK: ms  fold
# CHECK-NEXT: ms  cse
# CHECK-NEXT: ms  total

# LIST: dead-steps{{ +}}Removes steps
