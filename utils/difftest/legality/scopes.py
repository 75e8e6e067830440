def f(a):
    [x for x in y if (z := x)]
    global x
    def g():
        nonlocal a, z
        a = z = 1
    class h:
        nonlocal a
        w = [v for v in range(3)]
# ---
x = [lambda: (yield) for y in z]
def f():
    [[a for a in b] for b in (yield)]
    return {c: d for c, d in (await_, 1)}
# ---
async def f():
    a = [await b for c in d]
    async for e in g:
        yield [h async for h in i], {j: k async for j, k in l}
    def m(): return (n async for n in o)
# ---
def f(a, b):
    def g():
        def h():
            nonlocal b
            b += 1
        x: int
        global y, z
        y = z = [y := 1]
    for i in a:
        def j(): return i
        class k:
            def l(self): nonlocal __class__
        for m in i: break
        else: continue
        while a:
            if b: break
# ---
x = (a := 1, b := 2)
def f(a=(b := 1), *c, d=[e := 2 for g in h]): return lambda i=(j := 3): (k := i)
print([y := 1 for x in z], [(y, x := 1) for w in z])
# ---
