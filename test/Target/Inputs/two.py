from plue import push, workflow


@workflow(triggers=[push()], image="alpine:3")
def a(ctx):
    ctx.run("in a", "true")


@workflow(triggers=[push()], image="alpine:3")
def b(ctx):
    ctx.run("in b", "true")
