# What comes from outside is data in a command, whatever it looks like.
#
# RUN: plue-compile %s -o %t.plan
# RUN: rm -rf %t.dir && mkdir -p %t.dir
# RUN: plue-exec run %t.plan --backend=none --workspace %t.dir \
# RUN:   --input "title=it's \$(touch pwned) \"; touch pwned; \`touch pwned\`" \
# RUN:   --state %t.dir/runs 2>/dev/null | FileCheck %s
# RUN: not ls %t.dir/pwned

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"title": str})], image="host")
def echoes(ctx):
    ctx.run(name="bare", cmd=f"printf '%s\\n' {ctx.inputs.title}")
    ctx.run(name="double", cmd=f'printf "%s\\n" "<{ctx.inputs.title}>"')
    ctx.run(name="single", cmd=f"printf '%s\\n' '<{ctx.inputs.title}>'")
    ctx.run(name="argv", cmd=["printf", "%s\n", ctx.inputs.title])
    ctx.run(name="env", cmd='printf "%s\\n" "$TITLE"', env={"TITLE": ctx.inputs.title})


# CHECK: bare   | it's $(touch pwned) "; touch pwned; `touch pwned`
# CHECK: double | <it's $(touch pwned) "; touch pwned; `touch pwned`>
# CHECK: single | <it's $(touch pwned) "; touch pwned; `touch pwned`>
# CHECK: argv   | it's $(touch pwned) "; touch pwned; `touch pwned`
# CHECK: env    | it's $(touch pwned) "; touch pwned; `touch pwned`
# CHECK: echoes: success
