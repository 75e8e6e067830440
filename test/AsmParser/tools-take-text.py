# Tools that look at plans, but run none, take texts as well.
# RUN: plue-compile %s -o %t.plan && plue-dis %t.plan > %t.txt
# RUN: plue-opt %t.txt -o %t.again.plan && cmp %t.plan %t.again.plan
# RUN: plue-opt - --passes=canonicalize < %t.txt | plue-as - | cmp - %t.plan
# RUN: plue-diff %t.plan %t.txt --exit-code
# RUN: plue-translate --to=mermaid %t.txt | FileCheck %s
# CHECK: build
# Faults are shown in the text.
# RUN: sed 's/step shell/stepp shell/' %t.txt > %t.bad.txt
# RUN: not plue-opt %t.bad.txt 2>&1 | FileCheck %s --check-prefix=BAD
# BAD: plue-opt: error: the text is not a plan:
# BAD-NEXT: bad.txt:{{[0-9]+}}:12: error: unknown operation `stepp` [asm-unknown-word]
# A plan that was cut off is no text.
# RUN: head -c 100 %t.plan > %t.cut.plan
# RUN: not plue-opt %t.cut.plan 2>&1 | FileCheck %s --check-prefix=CUT
# CUT: cut.plan: not a {{(sound )?}}plan
from plue import push, workflow

@workflow(triggers=[push()], image="host")
def ci(ctx):
    ctx.run(name="build", cmd=f"make {ctx.event.sha}")
