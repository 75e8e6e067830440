# Names are text in a picture, whatever is in them.
# RUN: plue-compile %s -o %t.plan
# RUN: plue-translate --to=dot %t.plan | FileCheck %s --check-prefix=DOT
# RUN: plue-translate --to=mermaid %t.plan | FileCheck %s --check-prefix=MERMAID

from plue import push, workflow


@workflow(triggers=[push(branches=['"];click w0 call alert()'])], image="alpine:3")
def hostile(ctx):
    ctx.run('"]; evil["', "true")
    ctx.run("<script>&amp;</script>", "true")
    ctx.run(r"\N \n", "true")
    ctx.run('%%{init: {"theme":"dark"}}%%', "true")
    ctx.run("`$$x$$` *x* fa:fa-ban", "true")
    ctx.run("a\u202eb", "true")


# DOT: push to &quot;];click w0 call alert()
# DOT: label=<<b>&quot;]; evil[&quot;</b>
# DOT: <b>&lt;script&gt;&amp;amp;&lt;/script&gt;</b>
# DOT: <b>\&#8203;N \&#8203;n</b>
# DOT: <b>%%{init: {&quot;theme&quot;:&quot;dark&quot;}}%%</b>
# DOT: <b>a�b</b>

# MERMAID: push to #quot;#93;#59;click w0 call alert()"]
# MERMAID: w0_step_1["<b>#quot;#93;#59; evil#91;#quot;</b><br/>true"]:::step
# MERMAID: ["<b>#60;script#62;#38;amp#59;#60;/script#62;</b>
# MERMAID: ["<b>#92;N #92;#8203;n</b>
# MERMAID: ["<b>#37;#37;#123;init#58; #123;#quot;theme#quot;
# MERMAID: ["<b>#96;#36;#8203;#36;x#36;#8203;#36;#96; #42;x#42; fa#58;#8203;fa-ban</b>
# MERMAID: ["<b>a�b</b>
