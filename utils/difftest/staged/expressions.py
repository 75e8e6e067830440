"""Random expressions of a wanted type.

Types are words: str int bool; ls, li: lists of str and int; ss: a set of str; dsi,
dsl: dicts from str to int and to list of str; recs, rec: (lists of) issues as a step
with structured output reports them; ostr, oint: optionals; step: a handle.

A scope maps what can be read, a name or a path such as `ctx.inputs.env`, to a
Binding.
"""
from typing import NamedTuple, Optional


class Binding(NamedTuple):
    type: str
    # Which object it is, for names of containers that may be changed; None if that
    # depends on what happens at run time.
    cell: Optional[int] = None


STRINGS = ["", "prod", "staging", "main", "refs/heads/main", "a b", "it's", "$x", "a,b,c",
           "Bug: fix", "l1\nl2\nl3", "x=1", "12", "-7", " pad ", "ÄÖ ß", "a/b/c.py"]
KEYS = ["a", "b", "main", "prod", "x"]
ITEMS = {"ls": "str", "li": "int", "recs": "rec"}
FIELDS = {"file": "str", "line": "int", "severity": "str", "tags": "ls", "note": "ostr"}


class Expressions:
    """Needs `rng` and `features`."""

    def has(self, feature):
        return feature in self.features

    def pick(self, *options):
        return self.rng.choice(options)

    def chance(self, probability):
        return self.rng.random() < probability

    def choose(self, options):
        """One of the (feature, weight, maker) that the features allow."""
        allowed = [(weight, make) for feature, weight, make in options
                   if feature in self.features]
        makers = [make for _, make in allowed]
        return self.rng.choices(makers, [weight for weight, _ in allowed])[0]()

    def fresh(self, prefix="v"):
        self.names += 1
        return f"{prefix}{self.names}"

    def known(self, scope, kind):
        return [name for name, binding in scope.items() if binding.type == kind]

    def constant(self, kind):
        rng = self.rng
        text = lambda: repr(rng.choice(STRINGS))
        return {
            "str": text,
            "int": lambda: str(rng.randrange(-3, 12)),
            "bool": lambda: rng.choice(["True", "False"]),
            "ls": lambda: repr(rng.sample(["x", "yy", "b", "a"], rng.randrange(4))),
            "li": lambda: repr([rng.randrange(9) for _ in range(rng.randrange(4))]),
            "ss": lambda: repr(sorted(rng.sample(KEYS, 2))).replace("[", "{").replace("]", "}"),
            "dsi": lambda: "{" + ", ".join(f"{key!r}: {rng.randrange(9)}"
                                           for key in rng.sample(KEYS, 2)) + "}",
            "dsl": lambda: "{'a': ['x'], 'b': []}",
            "ostr": lambda: rng.choice(["None", text()]),
            "oint": lambda: rng.choice(["None", "4"]),
        }[kind]()

    def leaf(self, kind, scope):
        known = self.known(scope, kind)
        if known and self.chance(0.75):
            return self.rng.choice(known)
        for name in self.known(scope, "rec"):
            fields = [field for field, of in FIELDS.items() if of == kind]
            if fields and self.chance(0.4):
                return f"{name}.{self.rng.choice(fields)}"
        if kind == "str" and self.known(scope, "step") and self.chance(0.5):
            return self.rng.choice(self.known(scope, "step")) + ".stdout"
        if kind in ("recs", "rec", "step"):
            return self.rng.choice(known)
        return self.constant(kind)

    def make(self, kind, scope, depth=2):
        if depth <= 0 or self.chance(0.3):
            return self.leaf(kind, scope)
        maker = getattr(self, "make_" + kind, None)
        return maker(scope, depth - 1) if maker else self.leaf(kind, scope)

    def over(self, kind, scope, depth):
        """A comprehension's `for` over a list: (clause, scope inside, variable)."""
        name = self.fresh("c")
        inner = {**scope, name: Binding(ITEMS[kind])}
        clause = f"for {name} in {self.make(kind, scope, depth)}"
        if self.chance(0.5):
            clause += f" if {self.make('bool', inner, 1)}"
        return clause, inner, name

    def field(self, scope):
        """Something without quotes, for use inside an f-string."""
        known = self.known(scope, "str") + self.known(scope, "int")
        if self.has("operators"):
            known += [f"len({name})" for name in self.known(scope, "ls")[:2]]
            known += [f"{name} + 1" for name in self.known(scope, "int")[:2]]
            known += [f"{name}.file" for name in self.known(scope, "rec")]
        return self.rng.choice(known)

    # --- Text -----------------------------------------------------------------

    def make_str(self, scope, depth):
        t = lambda: self.make("str", scope, depth)
        n = lambda: self.make("int", scope, depth)
        c = lambda: self.make("bool", scope, depth)
        ls = lambda: self.make("ls", scope, depth)
        return self.choose([
            ("core", 3, lambda: f'f"<{{{self.field(scope)}}}>"'),
            ("core", 3, lambda: f"({t()} + {t()})"),
            ("core", 2, lambda: f"({t()} if {c()} else {t()})"),
            ("core", 2, lambda: f"({t()} {self.pick('and', 'or')} {t()})"),
            ("core", 1, lambda: f"str({self.leaf('int', scope)})"),
            ("core", 1, lambda: f'f"{{{self.leaf("int", scope)}:'
                                f'{self.pick("03", ">5", "x", "+d", ",", "*^7")}}}"'),
            ("operators", 2, lambda: f"{t()}[{self.pick('1:', ':3', '::-1', '-2:', '1:4', '::2')}]"),
            ("operators", 1, lambda: f"({t()} * {self.rng.randrange(3)})"),
            ("operators", 1, lambda: f"('%s-%d' % ({t()}, {n()}))"),
            ("operators", 1, lambda: f"('%({self.pick('a', 'b')})s' % {{'a': {t()}, 'b': {n()}}})"),
            ("operators", 1, lambda: f"str({self.pick(n, c, ls)()})"),
            ("operators", 1, lambda: f"repr({t()})"),
            ("operators", 1, lambda: f"str({n()} / 4)"),
            ("operators", 1, lambda: f'f"{{{self.leaf("int", scope)} / 3:.2f}}"'),
            ("methods", 4, lambda: f"{t()}.{self.text_method()}"),
            ("methods", 1, lambda: "'{}/{:>4}'.format(" + f"{t()}, {n()})"),
            ("methods", 1, lambda: "'{b}{a!r:>6}'.format(a=" + f"{t()}, b={n()})"),
            ("methods", 1, lambda: f"{t()}.partition('/')[{self.rng.randrange(3)}]"),
            ("methods", 1, lambda: f"{t()}.split(',')[0]"),
            ("methods", 2, lambda: f"{self.pick(chr(39) + ', ' + chr(39), repr('-'), t())}.join({ls()})"),
            ("methods", 1, lambda: f"max({ls()}, default={t()})"),
            ("methods", 1, lambda: f"sorted([{t()}, {t()}], key=len)[0]"),
            ("comprehensions", 2, lambda: self.joined(scope, depth)),
            ("next", 1, lambda: self.first(scope, depth)),
            ("optional", 1, lambda: f"({self.make('ostr', scope, 0)} or {t()})"),
            ("raising", 0.3, lambda: f"{ls()}[{self.rng.randrange(3)}]"),
            ("raising", 0.2, lambda: f"{t()}[{self.rng.randrange(2)}]"),
        ])

    def text_method(self):
        return self.pick("upper()", "lower()", "title()", "strip()", "capitalize()",
                         "swapcase()", "replace('a', 'bb')", "replace('/', '', 1)",
                         "removeprefix('refs/heads/')", "removesuffix('s')",
                         "center(9, '*')", "ljust(6)", "rjust(6, '.')", "zfill(4)",
                         "lstrip('ar')", "rstrip()", "expandtabs(2)", "casefold()")

    def joined(self, scope, depth):
        clause, inner, _ = self.over(self.some_list(scope), scope, depth)
        item = self.make(self.pick("str", "int", "bool"), inner, depth)
        return f"{self.pick(repr(','), repr(' '))}.join(str({item}) {clause})"

    def some_list(self, scope):
        if self.known(scope, "recs") and self.chance(0.6):
            return "recs"
        return self.pick("ls", "ls", "li")

    def first(self, scope, depth):
        clause, inner, name = self.over("ls", scope, depth)
        return f"next(({name} {clause}), {self.make('str', scope, 0)})"

    # --- Numbers --------------------------------------------------------------

    def make_int(self, scope, depth):
        t = lambda: self.make("str", scope, depth)
        n = lambda: self.make("int", scope, depth)
        ls = lambda: self.make("ls", scope, depth)
        li = lambda: self.make("li", scope, depth)
        if not self.has("operators"):
            return self.choose([
                ("core", 2, lambda: self.leaf("int", scope)),
                ("core", 1, lambda: f"({n()} if {self.make('bool', scope, depth)} else {n()})")])
        return self.choose([
            ("operators", 4, lambda: f"({n()} {self.pick('+', '-')} {n()})"),
            ("operators", 2, lambda: f"({n()} {self.pick('* 3', '// 3', '% 5', '& 7', '| 1', '^ 2')})"),
            ("operators", 1, lambda: f"{self.pick('-', '+', '~')}{n()}"),
            ("operators", 2, lambda: f"len({self.pick(t, ls, li)()})"),
            ("operators", 1, lambda: f"{self.pick('min', 'max')}({n()}, {n()})"),
            ("operators", 1, lambda: f"abs({n()})"),
            ("operators", 1, lambda: f"round({n()} / 4)"),
            ("operators", 1, lambda: f"divmod({n()}, 4)[{self.rng.randrange(2)}]"),
            ("operators", 1, lambda: f"int({self.make('bool', scope, depth)})"),
            ("operators", 1, lambda: f"({n()} if {self.make('bool', scope, depth)} else {n()})"),
            ("operators", 1, lambda: f"sum({li()})"),
            ("operators", 1, lambda: f"len({self.make('dsi', scope, depth)})"),
            ("methods", 1, lambda: f"{t()}.{self.pick('count', 'find', 'rfind')}({self.pick(repr('a'), repr(','), t())})"),
            ("methods", 1, lambda: f"{ls()}.count({t()})"),
            ("methods", 2, lambda: f"{self.make('dsi', scope, depth)}.get({t()}, {n()})"),
            ("methods", 1, lambda: f"sum({self.make('dsi', scope, depth)}.values())"),
            ("methods", 1, lambda: f"max({li()}, default={n()})"),
            ("comprehensions", 2, lambda: self.counted(scope, depth)),
            ("optional", 1, lambda: f"({self.make('oint', scope, 0)} or {n()})"),
            ("raising", 0.3, lambda: f"int({t()})"),
            ("raising", 0.2, lambda: f"({n()} {self.pick('//', '%')} {n()})"),
            ("raising", 0.2, lambda: f"{li()}[0]"),
            ("raising", 0.2, lambda: f"{self.make('dsi', scope, 0)}[{t()}]"),
            ("raising", 0.1, lambda: f"{ls()}.index({t()})"),
            ("raising", 0.1, lambda: f"max({li()})"),
        ])

    def counted(self, scope, depth):
        clause, inner, _ = self.over("ls", scope, depth)
        return f"sum({self.pick('1', self.make('int', inner, depth))} {clause})"

    # --- Truth ----------------------------------------------------------------

    def make_bool(self, scope, depth):
        t = lambda: self.make("str", scope, depth)
        s = lambda: self.leaf("str", scope)
        n = lambda: self.make("int", scope, depth)
        c = lambda: self.make("bool", scope, depth)
        ls = lambda: self.make("ls", scope, depth)
        compare = lambda: self.pick("==", "!=", "<", ">=", "<=", ">")
        return self.choose([
            ("core", 3, lambda: f"({t()} {compare()} {t()})"),
            ("core", 3, lambda: f"({n()} {compare()} {n()})"),
            ("core", 2, lambda: f"({s()} {self.pick('in', 'not in')} ['prod', 'main', {s()}])"),
            ("core", 2, lambda: f"({s()} in {s()})"),
            ("core", 2, lambda: f"({self.rng.randrange(4)} < {n()} <= {n()})"),
            ("core", 2, lambda: f"(not {self.pick(c, t, n)()})"),
            ("core", 3, lambda: f"({c()} {self.pick('and', 'or')} {c()})"),
            ("core", 1, lambda: f"({c()} if {c()} else {c()})"),
            ("core", 1, lambda: f"({c()} == {c()})"),
            ("core", 1, lambda: f"bool({t()})"),
            ("core", 3, lambda: self.about_step(scope)),
            ("optional", 1, lambda: self.about_optional(scope)),
            ("operators", 2, lambda: f"({t()} {self.pick('in', 'not in')} {ls()})"),
            ("operators", 1, lambda: f"bool({ls()})"),
            ("operators", 1, lambda: f"({ls()} {self.pick('==', '!=', '<')} {ls()})"),
            ("operators", 1, lambda: f"({t()} in {self.make('dsi', scope, depth)})"),
            ("operators", 1, lambda: f"({t()} in {self.make('ss', scope, depth)})"),
            ("operators", 1, lambda: f"({self.make('ss', scope, depth)} {self.pick('<=', '==', '>')} {self.make('ss', scope, depth)})"),
            ("operators", 1, lambda: f"(({t()}, {n()}) {self.pick('<', '==')} ({t()}, {n()}))"),
            ("methods", 3, lambda: f"{t()}.{self.pick('startswith', 'endswith')}({self.pick(t(), repr('a'), repr(('m', 'p')))})"),
            ("methods", 1, lambda: f"{t()}.{self.pick('isdigit', 'isalpha', 'isupper', 'isspace', 'isalnum')}()"),
            ("comprehensions", 2, lambda: self.some_or_all(scope, depth)),
        ])

    def about_step(self, scope):
        steps = self.known(scope, "step")
        if not steps:
            return f"({self.leaf('str', scope)} == 'yes')"
        step = self.rng.choice(steps)
        return self.pick(f"({step}.stdout == 'yes')", f"{step}.success", f"{step}.failed",
                         f"({step}.exit_code != 0)", f"({step}.stdout != 'no')")

    def about_optional(self, scope):
        known = self.known(scope, "ostr") + self.known(scope, "oint")
        if not known:
            return self.leaf("bool", scope)
        return f"({self.rng.choice(known)} is {self.pick('', 'not ')}None)"

    def some_or_all(self, scope, depth):
        clause, inner, _ = self.over(self.some_list(scope), scope, depth)
        return f"{self.pick('any', 'all')}({self.make('bool', inner, depth)} {clause})"

    # --- Lists ----------------------------------------------------------------

    def make_ls(self, scope, depth):
        t = lambda: self.make("str", scope, depth)
        ls = lambda: self.make("ls", scope, depth)
        d = lambda: self.make("dsi", scope, depth)
        if not self.has("operators"):
            return f"[{t()}, {t()}]"
        return self.choose([
            ("operators", 2, lambda: f"[{t()}, {t()}]"),
            ("operators", 1, lambda: f"[*{ls()}, {t()}]"),
            ("operators", 2, lambda: f"({ls()} + {ls()})"),
            ("operators", 2, lambda: f"{ls()}[{self.pick('1:', ':2', '::-1', '-2:', '::2')}]"),
            ("operators", 1, lambda: f"({ls()} if {self.make('bool', scope, depth)} else {ls()})"),
            ("operators", 2, lambda: f"sorted({self.pick(ls, lambda: self.make('ss', scope, depth), d)()})"),
            ("operators", 1, lambda: f"sorted({ls()}, key={self.pick('len', 'str.lower', 'lambda x: (len(x), x)', 'lambda x: x[::-1]')}, reverse={self.make('bool', scope, 0)})"),
            ("operators", 1, lambda: f"list(reversed({ls()}))"),
            ("operators", 1, lambda: f"list({d()})"),
            ("methods", 4, lambda: f"{t()}.{self.pick('split()', 'splitlines()', 'split(chr(44))', 'split(None, 1)', 'rsplit(chr(47), 1)')}"),
            ("methods", 1, lambda: f"list({d()}.keys())"),
            ("comprehensions", 4, lambda: self.listed(scope, depth, "str")),
            ("comprehensions", 1, lambda: f"[{self.pick('k', 'k + str(n)')} for k, n in {d()}.items() if n > {self.rng.randrange(4)}]"),
            ("comprehensions", 1, lambda: f"[a + b for a, b in zip({ls()}, {ls()})]"),
            ("comprehensions", 1, lambda: f"[str(i) + x for i, x in enumerate({ls()}, {self.rng.randrange(2)})]"),
            ("comprehensions", 1, lambda: f"[x for xs in [{ls()}, {ls()}] for x in xs]"),
            ("comprehensions", 1, lambda: f"list(map(lambda x: x + {self.leaf('str', scope)}, {ls()}))"),
            ("comprehensions", 1, lambda: f"list(filter(lambda x: x != {self.leaf('str', scope)}, {ls()}))"),
        ])

    def listed(self, scope, depth, kind):
        clause, inner, _ = self.over(self.some_list(scope), scope, depth)
        return f"[{self.make(kind, inner, depth)} {clause}]"

    def make_li(self, scope, depth):
        n = lambda: self.make("int", scope, depth)
        if not self.has("operators"):
            return f"[{n()}, {n()}]"
        return self.choose([
            ("operators", 2, lambda: f"[{n()}, {n()}]"),
            ("operators", 1, lambda: f"list(range({n()} % 4))"),
            ("operators", 1, lambda: f"sorted({self.make('li', scope, depth)}, reverse=True)"),
            ("operators", 1, lambda: f"{self.make('li', scope, depth)}[{self.pick('1:', '::-1', ':2')}]"),
            ("methods", 1, lambda: f"list({self.make('dsi', scope, depth)}.values())"),
            ("comprehensions", 2, lambda: self.listed(scope, depth, "int")),
            ("comprehensions", 1, lambda: f"[i * i for i in range({n()} % 5) if i % 2 == {self.rng.randrange(2)}]"),
        ])

    # --- Sets and dicts -------------------------------------------------------

    def make_ss(self, scope, depth):
        s = lambda: self.make("ss", scope, depth)
        ls = lambda: self.make("ls", scope, depth)
        if not self.has("operators"):
            return self.constant("ss")
        return self.choose([
            ("operators", 2, lambda: f"set({ls()})"),
            ("operators", 1, lambda: f"{{{self.make('str', scope, depth)}, 'a'}}"),
            ("operators", 2, lambda: f"({s()} {self.pick('|', '&', '-', '^')} {s()})"),
            ("methods", 1, lambda: f"{s()}.{self.pick('union', 'difference', 'intersection')}({ls()})"),
            ("comprehensions", 1, lambda: "{x.upper() for x in " + ls() + "}"),
        ])

    def make_dsi(self, scope, depth):
        ls = lambda: self.make("ls", scope, depth)
        n = lambda: self.make("int", scope, depth)
        if not self.has("operators"):
            return self.constant("dsi")
        return self.choose([
            ("operators", 2, lambda: f"{{'a': {n()}, {self.make('str', scope, 0)}: {n()}}}"),
            ("operators", 1, lambda: f"{{**{self.make('dsi', scope, depth)}, 'z': {n()}}}"),
            ("operators", 1, lambda: f"({self.make('dsi', scope, depth)} | {self.make('dsi', scope, depth)})"),
            ("operators", 1, lambda: f"dict(zip({ls()}, {self.make('li', scope, depth)}))"),
            ("methods", 1, lambda: f"dict.fromkeys({ls()}, {n()})"),
            ("comprehensions", 2, lambda: "{x: len(x) for x in " + ls() + "}"),
            ("comprehensions", 1, lambda: "{k: n + 1 for k, n in " + self.make("dsi", scope, depth)
                                          + ".items() if k}"),
        ])
