# Comprehensions, generator arguments and callbacks over run-time data become
# functions of the plan.
#
# RUN: plue-compile %s -o %t.plan
# RUN: plue-compile %s --emit=text | FileCheck %s --check-prefix=TEXT
# RUN: echo '{"type": "pull_request", "action": "opened", "pull_request": \
# RUN:   {"number": 7, "title": "a b", "labels": ["bug", "feature", "ui"]}}' >%t.event
# RUN: plue-exec simulate %t.plan --event %t.event | FileCheck %s

from plue import pull_request, workflow

LIMIT = 3


def short(s, n=LIMIT, *, dots="."):
    return s if len(s) <= n else s[:n] + dots


def factorial(n):
    return 1 if n <= 1 else n * factorial(n - 1)


@workflow(triggers=[pull_request()], image="host")
def w(ctx):
    pr = ctx.event.pull_request
    prefix = "label "
    ctx.success(
        cut=[short(x) for x in pr.labels if x != "ui"],
        sizes={x: len(x) for x in pr.labels},
        any=any(x.startswith("b") for x in pr.labels),
        first=next((x for x in pr.labels if "z" in x), "none"),
        longest=sorted(pr.labels, key=lambda x: (-len(x), x)),
        joined=", ".join(prefix + x for x in pr.labels),
        pairs=[a + b for a in pr.labels for b in pr.title.split() if a > b],
        factorials=[factorial(len(x)) for x in pr.labels],
        inner=[y for x in [1, 2] for y in pr.labels if x == len(y) - 1],
        exact=any(x == y for x in ["ui", "x"] for y in pr.labels),
    )


# TEXT: func @comprehension.0(p0: ![[LIST:[0-9]+]], p1: int, p2: str) : ![[LIST]] slots {{[0-9]+}} {
# TEXT:   closure @short.2
# TEXT: func @"<listcomp>".1(positional ".0") in @comprehension.0 slots {{[0-9]+}} {
# TEXT: func @short.2(s, n = %1:1, keyword dots = %1:2) in @comprehension.0 slots {{[0-9]+}} {
# TEXT: func @any.{{[0-9]+}}(p0: ![[LIST]]) : bool slots {{[0-9]+}} {
# TEXT: func @"<genexpr>".{{[0-9]+}}(positional ".0") in @any.{{[0-9]+}} slots {{[0-9]+}} generator {
# TEXT: = apply %{{[0-9]+}}, %{{[0-9]+}}, %{{[0-9]+}}, @comprehension.0 : ![[LIST]]

# CHECK:      "any": true,
# CHECK-NEXT: "cut": [
# CHECK-NEXT:   "bug",
# CHECK-NEXT:   "fea."
# CHECK-NEXT: ],
# CHECK-NEXT: "exact": true,
# CHECK-NEXT: "factorials": [
# CHECK-NEXT:   6,
# CHECK-NEXT:   5040,
# CHECK-NEXT:   2
# CHECK-NEXT: ],
# CHECK-NEXT: "first": "none",
# CHECK-NEXT: "inner": [
# CHECK-NEXT:   "ui",
# CHECK-NEXT:   "bug"
# CHECK-NEXT: ],
# CHECK-NEXT: "joined": "label bug, label feature, label ui",
# CHECK-NEXT: "longest": [
# CHECK-NEXT:   "feature",
# CHECK-NEXT:   "bug",
# CHECK-NEXT:   "ui"
# CHECK-NEXT: ],
# CHECK-NEXT: "pairs": [
# CHECK-NEXT:   "buga",
# CHECK-NEXT:   "bugb",
# CHECK-NEXT:   "featurea",
# CHECK-NEXT:   "featureb",
# CHECK-NEXT:   "uia",
# CHECK-NEXT:   "uib"
# CHECK-NEXT: ],
# CHECK-NEXT: "sizes": {
# CHECK-NEXT:   "bug": 3,
# CHECK-NEXT:   "feature": 7,
# CHECK-NEXT:   "ui": 2
