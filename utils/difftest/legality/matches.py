match x:
    case 1 | 2.5 | -3 | -1 + 2j | "a" "b" | b"c" | None | True: pass
    case [a, 1, *rest]: pass
    case (a, [b, c], *_): pass
    case {"k": v, 1: [w], A.b: c, **rest}: pass
    case Point(x, 0, y=z, w=A.b()): pass
    case a.b.c: pass
    case [1, 2] as d: pass
    case (1 | 2) as e if e > 1: pass
    case f if f: pass
    case (): pass
    case []: pass
    case {}: pass
    case _: pass
# ---
match a, *b:
    case c, d: pass
    case e, *f,: pass
    case *g,: pass
# ---
match (x):
    case {"a": (1 | 2) as b, **c}:
        match y:
            case A(): pass
    case str() | int(): pass
    case (((h))): x = h
# ---
match = 1
match x[0]:
    case A.B(c=D(e=1)) | [A(), *_]: pass
match match:
    case case: pass
# ---
