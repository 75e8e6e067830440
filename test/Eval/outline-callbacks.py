# Methods of classes and of objects are functions, too, also for what runs with the
# plan; and so are lambdas in iterators over known lists. Whatever evaluation has
# changed until it met the run-time value is changed once.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"env": "dev", "flag": true, "tags": ["x", "b"]}}' >%t.yes
# RUN: echo '{"type": "manual", "inputs": {"env": "Pro", "flag": false, "tags": []}}' >%t.no
# RUN: plue-exec simulate %t.plan --event %t.yes | grep '"name"' | FileCheck %s --check-prefix=YES
# RUN: plue-exec simulate %t.plan --event %t.no | grep '"name"' | FileCheck %s --check-prefix=NO

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"env": str, "flag": bool, "tags": list(str)})], image="host")
def w(ctx):
    ordered = sorted(ctx.inputs.tags, key=str.lower, reverse=ctx.inputs.flag)
    ctx.run(name=f"{ordered}".strip("[]") + str.upper(ctx.inputs.env), cmd="true")
    others = list(filter(lambda name: name != ctx.inputs.env, ["dev", "prod"]))
    ctx.run(name=" ".join(others), cmd="true")
    counts = dict.fromkeys(ctx.inputs.tags, 0)
    counts["n"] = 1
    ctx.run(name=" ".join(sorted(counts)) + f" {sum(counts.values())}", cmd="true")
    seen = []

    def note(word):
        seen.append(word)
        return word == ctx.inputs.env

    found = any(note(word) for word in ["a", "dev", "b"])
    ctx.run(name=" ".join(seen) + f" {found}", cmd="true")


# YES: "'x', 'b'DEV"
# YES: "prod"
# YES: "b n x 1"
# YES: "a dev True"
# NO: "PRO"
# NO: "dev prod"
# NO: "n 1"
# NO: "a dev b False"
