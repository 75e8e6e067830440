# A loop without steps over run-time data becomes a function; the names that it
# binds come back, and so does how it ended. So does a helper that calls itself
# until a run-time condition says otherwise.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "pull_request", "action": "opened", "pull_request": \
# RUN:   {"number": 12, "title": "a b", "labels": ["bug", "feature", "stop", "ui"]}}' >%t.some
# RUN: echo '{"type": "pull_request", "action": "opened", "pull_request": \
# RUN:   {"number": 7, "title": "a b", "labels": []}}' >%t.none
# RUN: plue-exec simulate %t.plan --event %t.some | FileCheck %s --check-prefix=SOME
# RUN: plue-exec simulate %t.plan --event %t.none | FileCheck %s --check-prefix=NONE

from plue import pull_request, workflow


def first_longer(xs, n):
    for x in xs:
        if len(x) > n:
            return x
    return None


def summary(labels):
    groups = {}
    for label in labels:
        groups.setdefault(len(label), []).append(label.title())
    return "; ".join(f"{n}: {', '.join(xs)}" for n, xs in sorted(groups.items()))


def digits(n):
    text = ""
    while n > 0:
        text = str(n % 10) + text
        n //= 10
    return text or "0"


def dotted(text):
    if "..." in text:
        return text
    return dotted(text + ".")


@workflow(triggers=[pull_request()], image="host")
def w(ctx):
    labels = ctx.event.pull_request.labels
    count, last, ending = 0, "nothing", "?"
    for label in labels:
        if label == "stop":
            break
        count += len(label)
        last = label
    else:
        ending = "all"
    found = first_longer(labels, 4)
    line = ""
    for label in labels:
        line = f"{label}!"
    if labels:
        ctx.run(name="report", cmd=["echo", line])
    ctx.success(count=count, last=last, ending=ending,
                found="no" if found is None else found,
                longest=first_longer(labels, 99) is None,
                digits=digits(ctx.event.pull_request.number),
                dotted=dotted(ctx.event.pull_request.title),
                summary=[summary(labels) for _ in labels])


# SOME:      "echo",
# SOME-NEXT: "ui!"
# SOME:      "count": 10,
# SOME-NEXT: "digits": "12",
# SOME-NEXT: "dotted": "a b...",
# SOME-NEXT: "ending": "?",
# SOME-NEXT: "found": "feature",
# SOME-NEXT: "last": "feature",
# SOME-NEXT: "longest": true,
# SOME-NEXT: "summary": [
# SOME-NEXT:   "2: Ui; 3: Bug; 4: Stop; 7: Feature",

# NONE:      "status": "skipped"
# NONE:      "count": 0,
# NONE-NEXT: "digits": "7",
# NONE-NEXT: "dotted": "a b...",
# NONE-NEXT: "ending": "all",
# NONE-NEXT: "found": "no",
# NONE-NEXT: "last": "nothing",
# NONE-NEXT: "longest": true,
# NONE-NEXT: "summary": []
