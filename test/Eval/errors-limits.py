# RUN: split-file %s %t
# RUN: not plue-compile %t/string.py --check 2>&1 | FileCheck %s
# RUN: not plue-compile %t/power.py --check 2>&1 | FileCheck %s
# RUN: not plue-compile %t/double.py --check 2>&1 | FileCheck %s
# RUN: not plue-compile %t/forever.py --check 2>&1 | FileCheck %s
# RUN: not plue-compile %t/recursion.py --check 2>&1 | FileCheck %s --check-prefix=RECURSION
# RUN: not plue-compile %t/steps.py --check 2>&1 | FileCheck %s --check-prefix=STEPS
# RUN: plue-compile %t/steps.py --check --max-steps 20000
#
# CHECK: error: {{.*}} [limit-exceeded]
# RECURSION: error: RecursionError: maximum recursion depth exceeded: 201 nested calls, limit 200 [python-exception]
# STEPS: error: workflow `w` has more than 10000 steps [too-many-steps]

#--- string.py
x = "a" * 10**12
#--- power.py
x = 10**10**9
#--- double.py
x = [0]
for _ in range(40):
    x = [x, x]
print(x)
#--- forever.py
while True:
    pass
#--- recursion.py
def f(n):
    return f(n + 1)


f(0)
#--- steps.py
from plue import workflow, push


@workflow(triggers=[push()])
def w(ctx):
    for i in range(10001):
        ctx.run(name=f"s{i}", cmd="true")
