# The output of a step as data of a type: R108, design 5.3.
#
# RUN: plue-compile %s -o %t.plan
# RUN: rm -rf %t.dir && mkdir -p %t.dir
# RUN: plue-exec run %t.plan --workflow good --backend=none --workspace %t.dir --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s --check-prefix=GOOD <%t.out
# RUN: plue-exec run %t.plan --workflow handled --backend=none --workspace %t.dir --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s --check-prefix=HANDLED <%t.out
# RUN: not plue-exec run %t.plan --workflow bad --backend=none --workspace %t.dir --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s --check-prefix=BAD <%t.out
# RUN: not plue-exec run %t.plan --workflow unread --backend=none --workspace %t.dir --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s --check-prefix=UNREAD <%t.out

from plue import enum, manual, optional, schema, workflow

Issue = schema(file=str, line=int, severity=enum("error", "warning"), hint=optional(str))
Report = schema(issues=list(Issue), score=float, extra=dict(str, int))


@workflow(triggers=[manual()], image="host")
def good(ctx):
    text = '{"score": 1, "extra": {"z": 1, "a": 2}, "issues": [{"line": 3, "file": "\\u00e4", "severity": "error"}]}'
    r = ctx.run(name="lint", cmd=["echo", text], output=Report)
    # The order of a record is that of its type, that of a dict is the text's.
    ctx.run(name="show", cmd=["echo", f"{r.issues} {r.output.score} {r.extra} {r.exit_code}"])
    xs = ctx.run(name="list", cmd="echo '[1, 2.5, 12345678901234567890]'", output=list(any))
    ctx.run(name="show list", cmd=["echo", f"{xs.output}"])


# GOOD: show {{ *}}| [{'file': 'ä', 'line': 3, 'severity': 'error', 'hint': None}] 1.0 {'z': 1, 'a': 2} 0
# GOOD: show list {{ *}}| [1, 2.5, 12345678901234567890]


@workflow(triggers=[manual()], image="host")
def handled(ctx):
    for name, text in [
        ("not json", "oops"),
        ("wrong", '{"issues": [{"file": "a", "line": "3", "severity": "error"}], "score": 1, "extra": {}}'),
        ("enum", '{"issues": [{"file": "a", "line": 3, "severity": "bad"}], "score": 1, "extra": {}}'),
        ("missing", '{"issues": [], "score": 1}'),
        ("unknown", '{"issues": [], "scor": 1, "score": 1, "extra": {}}'),
        ("nan", '{"issues": [], "score": NaN, "extra": {}}'),
        ("bool", '{"issues": [], "score": 1, "extra": {"a": true}}'),
        ("more", "{} {}"),
        ("deep", "[" * 500),
        ("exit", ""),
    ]:
        r = ctx.run(name=name, cmd=["sh", "-c", 'printf %s "$0"; test -n "$0"', text], output=Report)
        if r.failed:
            ctx.run(name="saw", cmd=["echo", f"{name}: {r.exit_code} {r.success}"])


# HANDLED: saw {{ *}}| not json: 65 False
# HANDLED: saw {{ *}}| exit: 1 False
# HANDLED: not json {{.*}}its output is not JSON: a value is missing: line 1 column 1 (handled)
# HANDLED: wrong {{.*}}`output.issues[0].line` is a string; it must be `int` (handled)
# HANDLED: enum {{.*}}`output.issues[0].severity` is `bad`; it must be `enum("error", "warning")` (handled)
# HANDLED: missing {{.*}}`output.extra` is missing; it must be `dict(str, int)` (handled)
# HANDLED: unknown {{.*}}`output.scor` is not in the schema; did it mean `score`? (handled)
# HANDLED: nan {{.*}}its output is not JSON: a value is missing: line 1 column 25 (handled)
# HANDLED: bool {{.*}}`output.extra.a` is true; it must be `int` (handled)
# HANDLED: more {{.*}}its output is not JSON: there is more after the value: line 1 column 4 (handled)
# HANDLED: deep {{.*}}its output is not JSON: {{.*}}(handled)
# HANDLED: exit {{.*}}exit code 1 (handled)


@workflow(triggers=[manual()], image="host")
def bad(ctx):
    r = ctx.run(name="lint", cmd="echo '{}'", output=schema(a=int))
    ctx.run(name="show", cmd=["echo", f"{r.a}"])


# BAD: lint {{.*}}`output.a` is missing; it must be `int`
# BAD: show {{.*}}skipped
# BAD: bad: failure {{.*}}step `lint` failed: `output.a` is missing; it must be `int`


@workflow(triggers=[manual()], image="host")
def unread(ctx):
    r = ctx.run(name="lint", cmd="exit 3", output=schema(a=int))
    ctx.run(name="code", cmd=["echo", f"{r.exit_code}"])
    ctx.run(name="show", cmd=["echo", f"{r.a}"])


# UNREAD: code {{ *}}| 3
# UNREAD: unread: failure {{.*}}RuntimeError: step `lint` failed, so it has no output
