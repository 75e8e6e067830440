# RUN: plue-compile %s --emit=text | FileCheck %s
# RUN: plue-compile %s -o %t.plan && plue-dis %t.plan | FileCheck %s
# RUN: plue-opt %t.plan --analyze=taint | FileCheck --check-prefix=REPORT %s
# Labels of values stand in comments of the text of a plan.

from plue import pull_request, workflow


def shout(text):
    out = ""
    for word in text.split():
        out += word.upper()
    return out


@workflow(triggers=[pull_request()])
def labels(ctx):
    pr = ctx.event.pull_request
    # CHECK: = event "pull_request" {{.*}} // untrusted: event.pull_request{{$}}
    # CHECK: field {{.*}}, "sha" {{.*:[0-9]+\)$}}
    # CHECK: %plain = step {{.*:[0-9]+\)  // step_1$}}
    ctx.run(name="plain", cmd=f"echo {pr.number} {pr.head.sha}")
    # CHECK: = apply {{.*}} // untrusted: event.pull_request.title{{$}}
    # CHECK: %shout = step {{.*}} // takes untrusted: event.pull_request.title; secret: secrets.TOKEN{{$}}
    ctx.run(name="shout", cmd=["echo", shout(pr.title)], env={"T": ctx.secrets.TOKEN})
    # CHECK: = foreach {{.*}} // untrusted: event.pull_request.labels{{$}}
    for label in pr.labels:
        # CHECK: %in_a_loop = step {{.*}} // takes untrusted: event.pull_request.labels{{$}}
        ctx.run(name="in a loop", cmd=f"echo {label}")
    # CHECK: method {{.*}}, "startswith" : bool {{.*:[0-9]+\)$}}
    who = "us" if pr.head.ref.startswith("main") else "them"
    # CHECK: %who = step {{.*:[0-9]+\)  // step_4$}}
    ctx.run(name="who", cmd=f"echo {who}")
    # CHECK: end success {{.*}} // takes untrusted: event.pull_request.author{{$}}
    ctx.success(author=pr.author)


# REPORT: workflow labels
# REPORT-NEXT: step_2 "shout"
# REPORT-NEXT: argv[1]: untrusted: event.pull_request.title
# REPORT-NEXT: env.T: secret: secrets.TOKEN
# REPORT-NEXT: step_3 "in a loop"
# REPORT-NEXT: script: untrusted: event.pull_request.labels
# REPORT-NEXT: success
# REPORT-NEXT: outputs.author: untrusted: event.pull_request.author
