# Pictures: what is conditional, loops, ends, what runs side by side, and how an
# edge looks by its reason.
# RUN: plue-compile %s -o %t.plan && plue-translate --to=dot %t.plan | FileCheck %s
# RUN: plue-translate --to=mermaid %t.plan | FileCheck %s --check-prefix=MERMAID

from plue import manual, pull_request, workflow


@workflow(triggers=[pull_request(), manual(inputs={"deep": bool})], image="alpine:3")
def review(ctx):
    diff = ctx.run("diff", "git diff --name-only")
    if diff.exit_code != 0:
        ctx.fail("no diff")
    findings = []
    for f in diff.stdout.splitlines():
        if f.endswith(".py"):
            findings.append(ctx.run(f"lint {f}", ["ruff", f]).stdout)
    ctx.parallel([ctx.run(f"test {v}", f"tox -e {v}") for v in ["a", "b"]])
    ctx.comment("\n".join(findings))
    return ctx.success(findings=findings)


# CHECK:      digraph plan {
# CHECK:        label=<<b>review</b><br/>{{.*}}pull_request; manual
# CHECK:        w0_step_1 [label=<<b>diff</b>{{.*}}, style="filled,rounded"];
# CHECK-NEXT:   subgraph cluster_w0_[[LOOP:foreach_[0-9]+]] {
# CHECK-NEXT:     label=<{{.*}}for each item of{{.*}}steps.diff.stdout.splitlines()
# CHECK:          w0_step_2 [label=<{{.*}}if item.endswith(&quot;.py&quot;){{.*}}<b>lint {{[{][{]}} item }}</b>{{.*}}, style="filled,rounded,dashed"];
# CHECK:        subgraph cluster_w0_step_3_parallel {
# CHECK:          w0_step_3 [label=<<b>test a</b>
# CHECK:          w0_step_4 [label=<<b>test b</b>
# CHECK:          { rank=same; edge [style=invis]; w0_step_3 -> w0_step_4; }
# CHECK:        w0_step_5 [label=<<b>comment</b>
# CHECK:        w0_[[FAIL:end_[0-9]+]] [label=<{{.*}}if steps.diff.exit_code != 0{{.*}}<b>fail</b>{{.*}}no diff
# CHECK:        w0_[[SUCCESS:end_[0-9]+]] [label=<<b>success</b>{{.*}}findings
# CHECK:      w0_step_1 -> w0_step_2 [style=solid, lhead=cluster_w0_[[LOOP]]];
# CHECK-NEXT: w0_step_2 -> w0_step_5 [style=solid, ltail=cluster_w0_[[LOOP]]];
# CHECK-NEXT: w0_step_3 -> w0_step_5 [style=dashed, ltail=cluster_w0_step_3_parallel];
# CHECK-NEXT: w0_step_1 -> w0_[[FAIL]] [style=dotted];
# CHECK-NEXT: w0_step_5 -> w0_[[SUCCESS]] [style=dashed];
# CHECK-NEXT: w0_step_2 -> w0_step_3 [style=dashed, ltail=cluster_w0_[[LOOP]], lhead=cluster_w0_step_3_parallel];
# CHECK-NEXT: }

# MERMAID:      flowchart TD
# MERMAID-NEXT: subgraph w0["<b>review</b><br/>pull#95;request#59; manual"]
# MERMAID:        w0_step_1["<b>diff</b><br/>git diff --name-only"]:::step
# MERMAID-NEXT:   subgraph w0_[[LOOP:foreach_[0-9]+]]["<i>for each item of steps.diff.stdout.splitlines()</i>"]
# MERMAID:          w0_step_2["<i>if item.endswith(#quot;.py#quot;)</i><br/><b>lint #123;#123; item #125;#125;</b>{{.*}}"]:::guarded
# MERMAID-NEXT:   end
# MERMAID-NEXT:   subgraph w0_step_3_parallel["<i>parallel</i>"]
# MERMAID:        w0_[[FAIL:end_[0-9]+]](["{{.*}}<b>fail</b><br/>no diff"]):::fail
# MERMAID-NEXT:   w0_[[SUCCESS:end_[0-9]+]](["<b>success</b><br/>findings"]):::success
# MERMAID-NEXT: end
# MERMAID-NEXT: w0_step_1 --> w0_[[LOOP]]
# MERMAID-NEXT: w0_[[LOOP]] --> w0_step_5
# MERMAID-NEXT: w0_step_3_parallel --> w0_step_5
# MERMAID-NEXT: w0_step_1 -.-> w0_[[FAIL]]
# MERMAID-NEXT: w0_step_5 --> w0_[[SUCCESS]]
# MERMAID-NEXT: w0_[[LOOP]] --> w0_step_3_parallel
# MERMAID-NEXT: class w0 workflow
# MERMAID-NEXT: class w0_[[LOOP]] loop
# MERMAID:      linkStyle 2,4,5 stroke-dasharray
