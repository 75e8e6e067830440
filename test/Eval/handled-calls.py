# Whether a failure is handled is a property of the call that makes the step,
# found from the text alone: design 5.3.
#
# RUN: plue-compile %s --emit=json >%t.json
# RUN: %{python} %S/Inputs/check_handled.py <%t.json | FileCheck %s
# RUN: echo '{"type": "push", "ref": "refs/heads/main"}' >%t.event
# RUN: plue-compile %s --event %t.event --emit=json >%t.special.json
# RUN: %{python} %S/Inputs/check_handled.py <%t.special.json | FileCheck %s
# CHECK: {{^}}0 wrong

from plue import push, schema, workflow


def look(*values):
    pass


@workflow(triggers=[push()])
def taken_or_not(ctx):
    a = ctx.run(name="handled in dead code", cmd="a")
    b = ctx.run(name="not looked at", cmd="b")
    if False:
        look(a.failed)
    ctx.run(name="not waiting", cmd="c", depends_on=[a, b]).stdout
    d = ctx.run(name="handled under an event", cmd="d")
    if ctx.event.ref == "refs/heads/other":
        ctx.run(name="not after d", cmd=f"echo {d.exit_code}")


def never_called(step):
    return step.success


def check(step, quiet=False):
    return step.failed


def passed_on(step):
    return check(step)


def make(ctx, name):
    return ctx.run(name=name, cmd="make")


@workflow(triggers=[push()])
def helpers(ctx):
    a = make(ctx, "handled by make")
    make(ctx, "handled by make too")
    b = ctx.run(name="handled by a helper", cmd="b")
    if passed_on(step=b) or a.failed:
        ctx.run(name="not c", cmd="c", depends_on=a)
    # Nobody calls it.
    never_called


@workflow(triggers=[push()])
def in_order(ctx):
    r = ctx.run(name="handled, then replaced", cmd="a")
    look(r.failed)
    r = ctx.run(name="not looked at", cmd="b")
    if ctx.event.ref == "refs/heads/a":
        r = ctx.run(name="not c", cmd="c")
        return r.stdout
    s = ctx.run(name="handled from before", cmd="d")
    for i in range(3):
        if i > 1:
            look(s.failed)
        s = ctx.run(name=f"handled from the last time {i}", cmd="e")
    t = None
    for i in range(2):
        t = ctx.run(name=f"handled by break {i}", cmd="f")
        if i == 0:
            break
        t = ctx.run(name=f"not g {i}", cmd="g")
        t = None
    if t is not None and t.failed:
        pass


@workflow(triggers=[push()])
def containers(ctx):
    steps = []
    alias = steps
    for name in ["x", "y"]:
        alias.append(ctx.run(name="handled " + name, cmd=name))
    by_name = {"z": ctx.run(name="handled z", cmd="z")}
    by_name["w"] = ctx.run(name="handled w", cmd="w")
    nested = [[]]
    nested[0].append(ctx.run(name="handled nested", cmd="n"))
    both = ctx.parallel([ctx.run(name="handled p", cmd="p"), ctx.run(name="handled q", cmd="q")])
    others = [ctx.run(name="not in a list", cmd="o")]
    look(others[0].stdout)
    ctx.run(name="not after", cmd="true", depends_on=others)
    look([s.failed for s in steps])
    look([s.exit_code for s in by_name.values()], [g[0].failed for g in nested])
    first, *rest = both
    look(first.success, [s.success for s in sorted(rest, key=lambda s: 1)])


@workflow(triggers=[push()])
def functions(ctx):
    a = ctx.run(name="handled by a lambda", cmd="a")
    b = ctx.run(name="not given", cmd="b")
    good = lambda s: s.success
    look(good(a), b.stdout)
    found = max([ctx.run(name="handled by max", cmd="c")], key=lambda s: 0)
    look(found.failed)
    run = ctx.run
    c = run(name="handled by alias", cmd="d", depends_on=[b])
    look(c.failed)

    def later():
        return d.failed

    d = ctx.run(name="handled by a closure", cmd="e")
    look(later())


@workflow(triggers=[push()])
def fields(ctx):
    a = ctx.run(name="not its field", cmd="a", output=schema(status=schema(failed=bool)))
    look(a.status.failed, a.output.status.failed)
    b = ctx.run(name="not b", cmd="b", continue_on_error=False)
    look(b.failed)
    e = ctx.write("x", "y", name="handled write")
    look(e.failed)
