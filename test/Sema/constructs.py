# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# Python that the subset refuses, each with what to write instead (R199).
from plue import push, workflow

# CHECK: :[[@LINE+2]]:1: error: `class` is not part of the workflow subset [class-refused]
# CHECK: help: keep values in a dict, or describe a record with `schema(…)`
class Config:
    pass


@workflow(triggers=[push()])
def w(ctx):
    # CHECK: :[[@LINE+2]]:5: error: `try` is not part of the workflow subset: planning does not go on after an error [try-refused]
    # CHECK: help: to go on after a failed step, look at its `exit_code`
    try:
        # What is inside is looked at all the same.
        # CHECK: :[[@LINE+1]]:13: error: the name `missing` means nothing here [unknown-name]
        x = missing
    except Exception as e:
        pass
    d = {"a": 1}
    # CHECK: :[[@LINE+2]]:5: error: `del` is not part of the workflow subset [del-refused]
    # CHECK: help: write `d.pop("a")`
    del d["a"]
    # CHECK: :[[@LINE+2]]:10: error: `is` compares identity, which only `None`, `True` and `False` have [identity-refused]
    # CHECK: help: did you mean `==`?
    if d is x:
        # CHECK: :[[@LINE+1]]:13: error: a generator expression may only be an argument that is used up at once
        y = (z for z in d)
    # CHECK: :[[@LINE+2]]:5: error: `match` is not part of the workflow subset [match-refused]
    # CHECK: help: write `if … elif … else`
    match d:
        case {}:
            pass
    ctx.run(cmd="true")
