x = a or b and not c
x = a < b == c is not d not in e in f is g
x = a | b ^ c & d << e >> f + g - h * i / j // k % l @ m ** -n ** ~o
x = not not -(+a)
# ---
x = [a, *b, c]
x = (a, *b)
x = {a, *b}
x = {a: b, **c, "d": e}
x = {}, [], (), (a,), {1}
# ---
x = [a for b in c if d if e for f, *g in h]
x = {a: b for a, b in c}
x = {a for a in b}
x = (a for a in (yield_))
f(a for a in b)
f(a, (b for b in c), *d, e=f, **g)
# ---
f(a, *b, c, d=1, *e, **f, g=2)
f(a := 1, *[], **{})
f(**a, b=1)
f()()()[0].a.b(c)(d)[e]
# ---
x = a[b], a[b:c], a[b:c:d], a[:], a[::], a[b, c:d, ...], a[*b], a[b := 1]
x = a.b.c().d[e](f=g)
# ---
if (n := 10) > 5: pass
x = [y := 1, y ** 2]
x = [last := i for i in range(3)]
print((a := 1), b := 2)
# ---
x = 1 + 0x_ff + 0o17 + 0b1_0 + 1_000 + 1.5e-3 + .5 + 1. + 1e5 + 2j + 00 + 0_0
x = 1if a else 2
x = 0xfor x
# ---
x = "a" 'b' """c
d""" r"\d" u"e" b"f".decode() + "\x41\u00e9\U0001F600\N{DASH}\101\n\
g" "\q"
x = b"a" rb"\x" Rb'\q' b'\xff'
# ---
x = f"a{b}c{d!r}e{f:>10}g{h!s:{i}.{j}}k{{l}}m{n=}o{p = !r:^5}"
x = f"{a['b']}{c[d]:{e}}" rf"\{f}" F'{g}'
x = f"{ {1: 2}[1] }{(lambda x: 1)(2)}{a if b else c}{d != e}{f:=5}"
x = f'''{a
}''' "b" f"{c,}" f"{*d,}"
x = f"{'a' 'b'}{x:{y}}" f"{yield_}"
# ---
print >>f, x
exec, print, match, case, type, _ = 1, 2, 3, 4, 5, 6
match(x); match[x]; match.x; match * x; match -x; match: int
type(x); type = 1; case = type
print(-1); print - 1; print [1]
# ---
x: list[int] = []
x: dict[str, list[a.b]] | None = None
x.y: int
x[0]: "str" = 1
def f(a: list[int], b: x.y[1:2] = 3, *c: *d, e: lambda: 1) -> -1: pass
# ---
lambda: lambda: lambda x=1: x
x = (lambda: 1)() if lambda: 2 else lambda: 3
x = [lambda: i for i in y]
x = *a, *b
x = yield_, (yield_)
# ---
def f():
    x = yield
    y = yield x, *z
    x += yield y
    return (yield), [(yield)]
# ---
