# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# One run reports every line that is not Python, and none twice (R211).

def f(a, a):
    # CHECK: :[[@LINE-1]]:10: error: the parameter `a` is declared twice [duplicate-parameter]
    if a = 1:
        # CHECK: :[[@LINE-1]]:10: error: expected `:`, not `=` [expected-token]
        # CHECK: help: did you mean `==`?
        return 1

# CHECK: :[[@LINE+1]]:2: error: `(` is never closed [unclosed-bracket]
f(1, (2, 3)

def g():
# CHECK: :[[@LINE+3]]:1: error: expected an indented block after `def` [expected-block]
# CHECK: def g():
# CHECK: this needs a block
x = 1

# CHECK: :[[@LINE+1]]:1: error: cannot assign to a function call [cannot-assign]
f() = 2
# CHECK: :[[@LINE+2]]:1: error: `print` is a function [statement-of-python2]
# CHECK: help: put what follows in parentheses
print "x"
# CHECK: :[[@LINE+1]]:5: error: the string does not end on its line [unterminated-string]
y = "abc
# CHECK: 7 errors
