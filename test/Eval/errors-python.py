# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# What Python would raise is reported where it would be raised, with the calls
# that led there.

from plue import workflow, push


def half(n):
    return 10 // n


@workflow(triggers=[push()])
def w(ctx):
    # CHECK: :9:12: error: ZeroDivisionError: integer division or modulo by zero [python-exception]
    # CHECK: note: {{.*}}in a call of `half` made here
    a = half(0)
    # CHECK: :[[@LINE+1]]:9: error: KeyError: 'b' [python-exception]
    b = {"a": 1}["b"]
    # CHECK: :[[@LINE+1]]:9: error: TypeError: half() missing 1 required positional argument: 'n' [python-exception]
    c = half()
    # CHECK: :[[@LINE+1]]:9: error: TypeError: 'str' object is not callable [python-exception]
    d = "half"(1)
    # CHECK: :[[@LINE+1]]:5: error: AssertionError: too few [python-exception]
    assert len("ab") > 2, "too few"
    # CHECK: :[[@LINE+1]]:5: error: ValueError: no such thing [python-exception]
    raise ValueError("no such thing")
