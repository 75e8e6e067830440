# The words of a command may be known only at run time: how many there are, too.
# An empty list is no command, and a secret is no word.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"flag": true, "n": 1, "tags": ["x y", "b"]}}' >%t.yes
# RUN: echo '{"type": "manual", "inputs": {"flag": false, "n": 1, "tags": []}}' >%t.no
# RUN: plue-exec simulate %t.plan --event %t.yes | tr -d '\n' | FileCheck %s --check-prefix=YES
# RUN: not plue-exec simulate %t.plan --event %t.no | tr -d '\n' | FileCheck %s --check-prefix=NO
# RUN: plue-dis %t.plan | FileCheck %s --check-prefix=PLAN
# RUN: sed 's/, \*ctx.inputs.tags\]/, *[ctx.secrets.KEY][:ctx.inputs.n]]/' %s >%t-secret.py
# RUN: not plue-compile %t-secret.py --check 2>&1 | FileCheck %s --check-prefix=SECRET

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"flag": bool, "n": int, "tags": list(str)})], image="host")
def w(ctx):
    args = ["pytest"]
    if ctx.inputs.flag:
        args.append("-v")
    ctx.run(name="test", cmd=args)
    ctx.run(name="all", cmd=["show", *ctx.inputs.tags])
    ctx.run(name="bare", cmd=ctx.inputs.tags)


# PLAN: %bare = step shell [%tags]
# YES: "test"{{.*}}"cmd": [ {{ *}}"pytest", {{ *}}"-v" {{ *}}]
# YES: "all"{{.*}}"cmd": [ {{ *}}"show", {{ *}}"x y", {{ *}}"b" {{ *}}]
# YES: "bare"{{.*}}"cmd": [ {{ *}}"x y", {{ *}}"b" {{ *}}]
# NO: "test"{{.*}}"cmd": [ {{ *}}"pytest" {{ *}}]
# NO: "all"{{.*}}"cmd": [ {{ *}}"show" {{ *}}]
# NO: "reason": "TypeError: cmd must be a string or a list of strings"
# SECRET: error: {{.*}}secret
