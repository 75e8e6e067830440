def f():
    if a:
        return 1
    elif b:
        x = [1,
             2]
    else:
        return 2
    for c in d:
        while e:
            if g: continue
            break
    return
# ---
def f():
    def g(a, b=1, /, *c, d, e=2, **h):
        return a
    if 1:
        pass

    # A comment where a block might be.
        # One that is indented.
    return g(1, *[2], d=3, **{"e": 4})
f(); g = lambda a, /, b=1, *, c, **d: a
# ---
if a:
	if b:
		x = 1
	y = 2
if c:
        if d:
	        z = 3
# ---
x = {"a": 1, **b, "c": [d for e in f]}
y = g(a, *b, c=1, **d)
y = g(*a, b, *c, d=1, *e, **f, h=2)
y = g(a for a in b)
y = g((a for a in b), c)
y = g(a := 1, b=2)
# ---
x = "\x41\101\u00e9\N{BULLET}\'\"\\\a" r"\x" '\
' "\q"
y = b"\x41\101" rb"\u"
z = f"\x41{a}\N{BULLET}{{}}" f"{b!r:>{c}}" f'{d["e"]}'
# ---
x, *y = 1, 2
(x), [y] = 1, [2]
x.a, y[0], *z[1:] = a
for x, (y.b, *z) in w: pass
for x[0] in y, z: pass
x: int
x.y: int = 1
(x): int = 2
x += y.z[0] if a else b,
# ---
def f(a, *, b): return b
def g(*a, b=1): yield a
def h(a=1, *, b, c=2): pass
def i(a, /): pass
def j(a=1, /, b=2, *c): pass
@a
def k(): ...
# ---
while a: pass
else: b
for c in d: e
else: f
try: a
except: b
try: a
finally: b
try: a
except b: c
except: d
else: e
finally: f
# ---
print(a); print(a, file=b)
exec("a")
a = print
(print) (a)
print, b = c
print[a]
# ---
a = 0
b = 0o17 + 0xFf + 0b01 + 1_0.0_1e-1_0 + 00 + 0_0
c = 1 if a else 2
d = 1or 2
e = a if b else c if d else e
f = not a in b, a not in b, a is not b
g = a < b < c != d
h = [*a, *b], (*a,), {*a}, *a, b
# ---
def f():
    x = 1
    def g():
        nonlocal x
        x = 2
    def h():
        global y
        y = x
    return lambda: (yield)
# ---
assert a, b
del a, (b, [c]), d.e, f[0]
raise
raise a
raise a from b
import a.b as c, d
from .a import (b as c, d,)
pass; pass
# ---
with a: pass
with a as b, c as (d, e): pass
with (a as b, c): pass
with (a, b) as c: pass
async def f():
    async with a as b: await c
    async for d in e: pass
# ---
x = (1,
     2) ; y = 3
z = 4 \
    + 5
if a: b; c
def f(a,
      b): pass
class A: x = 1; y = 2
