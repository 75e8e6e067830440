x = 1
y: int = 2
(z): str
a = b = c, *d = [1, 2, 3]
a, (b, [c, *d]) = x
x += 1; y //= 2; z **= 3
x.y[0], x[1:2, ::3] = 1, 2
# ---
if x == 1:
    pass
elif x < 2 <= 3:
    y = 1
else:
    y = 2
# ---
for i, (j, k) in enumerate(x):
    if i: continue
    if j:
        break
else:
    pass
while (n := n - 1) > 0: print(n); x = n
else: pass
# ---
def f(a, b: int, /, c, d: str = "x", *args: int, e, g=1, **kwargs: dict) -> list[int]:
    """A docstring."""
    return a, *b
def g(*, a): return
def h(): yield; x = yield 1, 2; yield from f()
# ---
@decorator
@other.decorator(1, a=2)
def f():
    def g():
        nonlocal x
        x = 1
    x = 2
    global y
    y = lambda a, *b, c=1, **d: (a, b)
    return g
# ---
class A(B, metaclass=C):
    x: int = 1
    def f(self): return super().f()
    class D: pass
class E: pass
class F(): x = 1
# ---
try:
    x = 1
except (A, B) as e:
    raise C from e
except D:
    raise
else:
    pass
finally:
    assert x, "message"
# ---
try:
    pass
except* A as e:
    for i in x: break
except* (B, C): pass
# ---
with open(x) as f, g() as (a, b), h:
    pass
with (open(x) as f, g() as h.i,):
    pass
with (a, b): pass
with (yield_), b: pass
# ---
async def f():
    async with a as b, c:
        await d
    async for e in f: pass
    else: pass
    return [g async for g in h if await i], (await j for k in l)
# ---
import a, b.c as d
from . import e
from .f.g import h as i, j
from k import (l, m,)
from ... import *
# ---
"""Docstring."""
from __future__ import annotations, division
x = 1
# ---
del a, b.c, d[0], (e, [f])
global g, h
assert a
raise
# ---
def f():
    x = 1
    if x:
        return [y for y in range(3)]
    for z in x:
        while True:
            continue
    return
# ---
if 1:
	x = 1
	if 2:
		y = 2
z = \
  3
w = (1,
2
  , 3) # comment
# ---
x = 1 if y else 2 if z else 3; print(x, end=""), (yield_)
lambda: (yield)
lambda x, /, y=1, *, z: x
# ---
