# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# What can be known to be wrong with the other operations of the context.

from plue import pull_request, schema, workflow


@workflow(triggers=[pull_request()])
def w(ctx):
    # CHECK: :[[@LINE+2]]:9: error: `ctx` has no attribute `raed` [unknown-attribute]
    # CHECK: help: did you mean `read`?
    ctx.raed("x")
    # CHECK: :[[@LINE+2]]:13: error: `ctx.git` has no attribute `dif` [unknown-attribute]
    # CHECK: help: did you mean `diff`?
    ctx.git.dif()
    # CHECK: :[[@LINE+1]]:15: error: `ctx.issue` has no attribute `coment` [unknown-attribute]
    ctx.issue.coment("x")
    # CHECK: :[[@LINE+1]]:14: error: the argument `path` of `ctx.read` must be relative to the workspace and stay inside it [argument-value]
    ctx.read("/etc/passwd")
    # CHECK: :[[@LINE+1]]:15: error: the argument `path` of `ctx.write` must be relative to the workspace and stay inside it [argument-value]
    ctx.write("a/../../b", "x")
    # CHECK: :[[@LINE+1]]:14: error: the argument `path` of `ctx.read` must be made of strings, not `int` [argument-type]
    ctx.read(3)
    # CHECK: :[[@LINE+1]]:19: error: `ctx.read` takes no argument `continue_on_error` [unknown-argument]
    ctx.read("x", continue_on_error=True)
    # CHECK: :[[@LINE+1]]:5: error: `ctx.write` needs the argument `content` [missing-argument]
    ctx.write("x")
    # CHECK: :[[@LINE+1]]:22: error: the argument `ref` of `ctx.git.checkout` must be a branch, a tag or a commit [argument-value]
    ctx.git.checkout("--force")
    # CHECK: :[[@LINE+1]]:5: error: `ctx.git.diff` needs the argument `base` [missing-argument]
    ctx.git.diff(head="x")
    # CHECK: :[[@LINE+1]]:31: error: the argument `paths` of `ctx.git.diff` must be relative to the workspace and stay inside it [argument-value]
    ctx.git.diff(base="main", paths=["../x"])
    # CHECK: :[[@LINE+1]]:17: error: the argument `n` of `ctx.git.log` must be an int, not `bool` [argument-type]
    ctx.git.log(n=True)
    # CHECK: :[[@LINE+1]]:17: error: the argument `body` of `ctx.comment` must not be empty [argument-value]
    ctx.comment("")
    # CHECK: :[[@LINE+1]]:17: error: a secret cannot be shown in a comment [secret-inspected]
    ctx.comment(f"token: {ctx.secrets.TOKEN}")
    # CHECK: :[[@LINE+1]]:29: error: the argument `line` of `ctx.review_comment` must be at least 1 [argument-value]
    ctx.review_comment("a", 0, "x")
    # CHECK: :[[@LINE+1]]:29: error: the argument `line` of `ctx.review_comment` must be an int, not a run-time value of type `str` [argument-type]
    ctx.review_comment("a", ctx.event.ref, "x")
    maybe = ctx.read("maybe", optional=True)
    # CHECK: :[[@LINE+1]]:17: error: {{.*}} may be None here [maybe-none]
    ctx.comment(maybe)
    # CHECK: :[[@LINE+2]]:36: warning: the field `success` is hidden behind the step's own [output-shadowed]
    # CHECK: help: read it as `.output.success`
    a = ctx.run(name="a", cmd="x", output=schema(success=bool))
    # CHECK: :[[@LINE+1]]:36: error: the argument `output` of `ctx.run` must be a type, not `int` [argument-type]
    b = ctx.run(name="b", cmd="x", output=3)
    # CHECK: :[[@LINE+1]]:36: error: the argument `output` of `ctx.run` must be a type that JSON has [argument-value]
    c = ctx.run(name="c", cmd="x", output=list(set))
    d = ctx.run(name="d", cmd="x", output=schema(issues=list(str)))
    # CHECK: :[[@LINE+2]]:7: error: a step has no attribute `isues` [unknown-attribute]
    # CHECK: help: did you mean `issues`?
    d.isues
