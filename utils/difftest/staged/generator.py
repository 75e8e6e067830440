"""Random workflows.

A scope lists what is bound on every path to a place, so programs are valid: what
CPython says about them is never a NameError. Containers are objects with aliases;
the generator knows which names denote an object for certain and changes only those
(what plue refuses otherwise is another test's business).
"""
import json

from staged.expressions import STRINGS, Binding, Expressions

ISSUE = ("Issue = schema(file=str, line=int, severity=enum('error', 'warning', 'info'), "
         "tags=list(str), note=optional(str))\n"
         "Report = schema(issues=list(Issue), summary=str, score=int)\n")
PACK = """def pack(first, *rest, sep='-', **named):
    parts = [first, *rest]
    for name, value in named.items():
        parts.append(f'{name}={value}')
    return sep.join(parts)


"""
SCALARS = ("str", "int", "bool")
CONTAINERS = {"ls": "list", "li": "list", "dsi": "dict", "dsl": "dict", "ss": "set"}

EVERY_EVENT = {"ctx.event.ref": "str", "ctx.event.actor": "str", "ctx.event.sha": "str",
               "ctx.repo.name": "str"}
SOURCES = {
    "manual": {"ctx.inputs.env": "str", "ctx.inputs.flag": "bool", "ctx.inputs.other": "bool",
               "ctx.inputs.count": "int", "ctx.inputs.tags": "ls", "ctx.inputs.note": "ostr",
               "ctx.inputs.limit": "oint"},
    "pull_request": {"ctx.event.pull_request.title": "str",
                     "ctx.event.pull_request.body": "str",
                     "ctx.event.pull_request.number": "int",
                     "ctx.event.pull_request.draft": "bool",
                     "ctx.event.pull_request.labels": "ls",
                     "ctx.event.pull_request.head.ref": "str",
                     "ctx.event.action": "str"},
}
TRIGGERS = {
    "manual": "manual(inputs={'env': str, 'flag': bool, 'other': bool, 'count': int, "
              "'tags': list(str), 'note': optional(str), 'limit': optional(int)})",
    "pull_request": "pull_request()",
}


class Context:
    """Where a statement stands."""

    def __init__(self, steps=True, function=False, loop=0, returns=None, frozen=()):
        self.steps = steps          # whether steps may be made
        self.function = function    # inside a helper
        self.loop = loop            # how many loops are around
        self.returns = returns      # the type that a helper returns
        self.frozen = frozenset(frozen)  # objects that a loop walks over

    def inside(self, **changes):
        return Context(**{**vars(self), **changes})


class Generator(Expressions):
    """Makes one workflow; `steps` counts the names s1, s2, … of its steps."""

    def __init__(self, rng, features):
        self.rng = rng
        self.features = features
        self.names = self.steps = self.cells = 0
        self.helpers = []   # (name, kinds of parameters, kind of result, makes steps)
        self.structured = set()
        self.kinds = rng.choices([["manual"], ["pull_request"], ["manual", "pull_request"]],
                                 [6, 3, 1])[0]

    def cell(self):
        self.cells += 1
        return self.cells

    def new_list_cell(self, kind):
        return self.cell() if kind in CONTAINERS else None

    # --- Steps ----------------------------------------------------------------

    def step_name(self, scope):
        self.steps += 1
        if self.chance(0.2):
            return f"s{self.steps}", f'f"s{self.steps} {{{self.field(scope)}}}"'
        return f"s{self.steps}", f'"s{self.steps}"'

    def command(self, scope):
        in_helper = not any(name.startswith("ctx.") for name in scope)
        if in_helper or self.chance(0.65):
            words = [self.make("str", scope, self.rng.randrange(3))
                     for _ in range(self.rng.choice([1, 1, 2]))]
            return f"['echo', {', '.join(words)}]"
        # A text that the source wrote a part of would be code.
        data = [name for name in self.known(scope, "str") if "." in name]
        data += self.known(scope, "int")
        data += [f"{step}.stdout" for step in self.known(scope, "step")]
        field = lambda: self.rng.choice(data)
        return self.pick(
            "'true'",
            f'f"echo {{{field()}}}"',
            f"f'echo \"{{{field()}}}\" x'",
            f"""f'test x = "{{{field()}}}" || echo {{{field()}}}'""",
            f"('make fast' if {self.make('bool', scope, 1)} else 'make all')",
            f"('echo ' + str({field()}))")

    def run(self, scope):
        """A call of ctx.run, and its name's constant part."""
        base, name = self.step_name(scope)
        call = f"ctx.run(name={name}, cmd={self.command(scope)}"
        if self.chance(0.15):
            call += f", env={{'A': {self.make('str', scope, 1)}, 'B': 'b'}}"
        if self.chance(0.08):
            call += ", shell='bash', workdir='sub'" if "cmd=[" not in call else ", workdir='sub'"
        steps = self.known(scope, "step")
        if steps and self.chance(0.1):
            call += f", depends_on=[{self.rng.choice(steps)}]"
        if self.has("failing") and self.chance(0.15):
            call += f", continue_on_error={self.pick('True', 'True', 'False')}"
        return base, call

    def step(self, scope, indent, context):
        base, call = self.run(scope)
        if self.has("structured") and "continue_on" not in call and self.chance(0.25):
            self.structured.add(base)
            name = self.fresh()
            lines = f"{indent}{name} = {call}, output=Report)\n"
            # Only what is read is bound: the handle's failure stays unhandled.
            for field, kind in (("issues", "recs"), ("summary", "str"), ("score", "int")):
                scope[f"{name}.{field}"] = Binding(kind)
            return lines
        if self.chance(0.55):
            return f"{indent}{call})\n"
        name = self.fresh()
        scope[name] = Binding("step")
        return f"{indent}{name} = {call})\n"

    def parallel(self, scope, indent):
        calls = ", ".join(self.run(scope)[1] + ")" for _ in range(self.rng.randrange(2, 4)))
        if self.chance(0.5):
            return f"{indent}ctx.parallel([{calls}])\n"
        name, other = self.fresh(), self.fresh()
        out = f"{indent}{name}, *{other} = ctx.parallel([{calls}])\n"
        scope[name] = Binding("step")
        return out

    def action(self, scope, indent):
        t = lambda: self.make("str", scope, 1)
        path = self.pick("'a.txt'", "'out/b.txt'", "'missing.txt'",
                         f"('p' + str({self.make('int', scope, 1)}) + '.txt')")
        name = self.fresh()
        choice = self.rng.randrange(8)
        if choice == 0:
            scope[name] = Binding("bool")
            return f"{indent}{name} = ctx.exists({path})\n"
        if choice == 1:
            scope[name] = Binding("ls")
            return f"{indent}{name} = ctx.glob({self.pick(repr('*.txt'), repr('src/**/*.py'))})\n"
        if choice == 2:
            scope[name] = Binding("ostr")
            return f"{indent}{name} = ctx.read({path}, optional=True)\n"
        if choice == 3:
            scope[name] = Binding("str")
            return f"{indent}{name} = ctx.read('a.txt')\n"
        if choice == 4:
            return f"{indent}ctx.write('out/w{self.names}.txt', {t()})\n"
        if choice == 5 and self.kinds == ["pull_request"]:
            body = f"('Found: ' + {t()})"
            return indent + self.pick(
                f"ctx.comment({body})", f"ctx.request_changes({body})", "ctx.approve()",
                f"ctx.review_comment('a.py', 1 + abs({self.make('int', scope, 1)}), {body})"
            ) + "\n"
        if choice == 6:
            scope[name] = Binding("str")
            return f"{indent}{name} = ctx.git.diff(base='main')\n"
        scope[name] = Binding("str")
        return f"{indent}{name} = ctx.read('a.txt')\n"

    # --- Bindings -------------------------------------------------------------

    def assignment(self, scope, indent, context):
        kinds = ["str"] * 4 + ["int"] * 2 + ["bool"]
        if self.has("optional"):
            kinds += ["ostr"]
        if self.has("operators"):
            kinds += ["ls", "ls", "li", "dsi", "ss"]
        kind = self.rng.choice(kinds)
        known = [name for name in self.known(scope, kind)
                 if name.startswith("v") and "." not in name]
        if kind in SCALARS and known and self.chance(0.6):
            name = self.rng.choice(known)
        else:
            name = self.fresh()
        value = self.make(kind, scope)
        if context.loop and kind == "str" and name in scope:
            value = f"({value})[:40]" if self.has("operators") else self.small(scope)
        if kind == "bool":
            value = f"bool({value})"
        if kind in CONTAINERS and (value[0] not in "[{" or self.chance(0.5)):
            value = f"{CONTAINERS[kind]}({value})"  # An object of its own.
        scope[name] = Binding(kind, self.new_list_cell(kind))
        return f"{indent}{name} = {value}\n"

    def small(self, scope):
        """Text that no loop makes grow."""
        still = {name: binding for name, binding in scope.items()
                 if binding.type != "str" or not name.startswith("v")}
        return self.make("str", still, 1)

    def unpacking(self, scope, indent):
        """Tuples and stars on the left; what is read is made before it is bound."""
        a, b = self.fresh(), self.fresh()
        text = self.make("str", scope, 1)
        if self.has("operators") and self.chance(0.5):
            line = f"{indent}{a}, *{b} = [{text}, *{self.make('ls', scope, 1)}]\n"
            scope[b] = Binding("ls", self.cell())
        else:
            line = f"{indent}{a}, {b} = {text}, {self.make('int', scope, 1)}\n"
            scope[b] = Binding("int")
        scope[a] = Binding("str")
        return line

    def counter(self, scope, indent, context):
        known = [name for name in self.known(scope, "int") if name.startswith("v")
                 and "." not in name]
        if not known:
            name = self.fresh()
            scope[name] = Binding("int")
            return f"{indent}{name} = {self.rng.randrange(3)}\n"
        name = self.rng.choice(known)
        return f"{indent}{name} {self.pick('+=', '+=', '-=')} {self.leaf('int', scope)}\n"

    # --- Mutation -------------------------------------------------------------

    def mutation(self, scope, indent, context):
        mutable = [name for name, binding in scope.items()
                   if binding.cell is not None and binding.cell not in context.frozen]
        if not mutable or self.chance(0.12):
            kind = self.rng.choice(list(CONTAINERS))
            name = self.fresh()
            scope[name] = Binding(kind, self.cell())
            empty = {"ls": "[]", "li": "[]", "ss": "set()", "dsi": "{}", "dsl": "{}"}[kind]
            return f"{indent}{name} = {empty}\n"
        name = self.rng.choice(mutable)
        if self.chance(0.12) and not context.loop:
            alias = self.fresh()
            scope[alias] = scope[name]
            return f"{indent}{alias} = {name}\n"
        return f"{indent}{self.change(name, scope)}\n"

    def change(self, name, scope):
        t = lambda: self.make("str", scope, 1)
        n = lambda: self.make("int", scope, 1)
        kind = scope[name].type
        others = {other: binding for other, binding in scope.items()
                  if binding.cell != scope[name].cell}
        if kind in ("ls", "li"):
            item = t if kind == "ls" else n
            few = lambda: f"{self.make(kind, others, 1)}[:2]"
            options = [f"{name}.append({item()})"] * 5 + [
                f"{name}.extend({few()})", f"{name}.insert(0, {item()})", f"{name}.sort()",
                f"{name}.reverse()", f"{name} += [{item()}]", f"{name}.clear()"]
            if self.has("raising"):
                options += [f"{name}.pop()", f"{name}[0] = {item()}", f"{name}.remove({item()})"]
            return self.rng.choice(options)
        if kind == "ss":
            return self.pick(f"{name}.add({t()})", f"{name}.add({t()})", f"{name}.discard({t()})",
                             f"{name}.update({self.make('ls', others, 1)}[:2])",
                             f"{name} |= {{{t()}}}")
        key = self.rng.choice([t(), self.leaf("str", scope), repr("a")])
        if kind == "dsl":
            return self.pick(f"{name}.setdefault({key}, []).append({t()})",
                             f"{name}.setdefault({key}, []).append({t()})",
                             f"{name}[{key}] = [{t()}]", f"{name}.pop({key}, None)")
        return self.pick(f"{name}[{key}] = {n()}",
                         f"{name}[{key}] = {name}.get({key}, 0) + {self.rng.randrange(1, 3)}",
                         f"{name}.setdefault({key}, {n()})", f"{name}.pop({key}, 0)",
                         f"{name}.update({{{key}: {n()}}})", f"{name}.update(a={n()})")

    def chosen(self, scope, indent, context):
        """A choice between containers, in every place where one may stand."""
        t = lambda: self.make("str", scope, 1)
        few = lambda: "[" + ", ".join(t() for _ in range(self.rng.randrange(3))) + "]"
        test = self.make("bool", scope, 1)
        lists = [name for name in self.known(scope, "ls")
                 if name.startswith("v") and "." not in name]
        mutable = [name for name in lists
                   if scope[name].cell not in context.frozen | {None}]
        name = self.fresh()
        choice = self.rng.randrange(8 if context.steps else 6)
        if choice == 0 and mutable:
            return f"{indent}{self.rng.choice(mutable)}.extend({few()} if {test} else {few()})\n"
        if choice == 1 and lists:
            readers = [known for known in lists if scope[known].cell is None]
            if readers and self.chance(0.7):
                name = self.rng.choice(readers)
            one, other = self.rng.choice(lists), self.rng.choice(lists)
            value = one if self.chance(0.4) else f"{one} if {test} else {other}"
            scope[name] = Binding("ls")
            return f"{indent}{name} = {value}\n"
        if choice == 2:
            other = self.fresh()
            n = lambda: self.make("int", scope, 1)
            line = (f"{indent}{name}, {other} = ({t()}, {n()}) if {test} else "
                    f"({t()}, {n()})\n")
            scope[name], scope[other] = Binding("str"), Binding("int")
            return line
        if choice == 3:
            line = f"{indent}{name} = [x + 'y' for x in ({few()} if {test} else {few()})]\n"
        elif choice == 4:
            line = (f"{indent}{name} = {{'k': 1, **({{{t()}: 2}} if {test} else "
                    f"{{'z': 3, {t()}: 4}})}}\n")
            scope[name] = Binding("dsi", self.cell())
            return line
        elif choice == 6:
            self.steps += 1
            words = f"*{self.make('ls', scope, 1)}"
            return f'{indent}ctx.run(name="s{self.steps}", cmd=[{t()}, {words}])\n'
        elif choice == 7:
            self.steps += 1
            line = (f'{indent}{name} = sorted({{ctx.run(name=f"s{self.steps} {{x}}", '
                    f"cmd=['echo', x]).stdout for x in {self.make('ls', scope, 1)} "
                    f"if x != {t()}}})\n")
        else:
            line = f"{indent}{name} = [{t()}, *({few()} if {test} else {few()})]\n"
        scope[name] = Binding("ls", self.cell())
        return line

    # --- Control flow ---------------------------------------------------------

    def ending(self, scope, indent, context):
        if context.function:
            options = [f"return {self.make(context.returns, scope, 1)}"] * 3
            if context.steps:
                options.append(f"ctx.fail({self.make('str', scope, 1)})")
        else:
            output = self.pick("str", "str", "int", "ls" if self.has("operators") else "str")
            options = [f"ctx.fail({self.make('str', scope, 1)})",
                       f"ctx.success(out={self.make(output, scope, 1)})", "return"]
        if context.loop:
            options += ["break", "continue"] * 3
        return indent + self.rng.choice(options) + "\n"

    def condition(self, scope, context):
        """A test, and what is known of optionals where it holds."""
        optionals = [name for name in self.known(scope, "ostr") + self.known(scope, "oint")]
        if optionals and self.has("optional") and self.chance(0.3):
            name = self.rng.choice(optionals)
            kind = "str" if scope[name].type == "ostr" else "int"
            return f"{name} is not None", {name: Binding(kind)}
        if len(self.kinds) == 2 and not context.function and self.chance(0.4):
            kind = self.rng.choice(self.kinds)
            return f"ctx.event.type == '{kind}'", self.bindings_of(kind)
        return self.make("bool", scope), {}

    def conditional(self, scope, indent, depth, context):
        inner = indent + "    "
        branches, out = [], ""
        for number in range(self.rng.choice([1, 1, 1, 2])):
            test, facts = self.condition(scope, context)
            out += f"{indent}{'elif' if number else 'if'} {test}:\n"
            branch = {**scope, **facts}
            out += self.block(branch, inner, depth - 1, context, 3)
            ended = self.chance(0.22)
            if ended:
                out += self.ending(branch, inner, context)
            else:
                for fact in facts:
                    if branch.get(fact) == facts[fact]:
                        branch.pop(fact)
                        if fact in scope:
                            branch[fact] = scope[fact]
                branches.append(branch)
        last = dict(scope)
        if self.chance(0.55):
            out += f"{indent}else:\n" + self.block(last, inner, depth - 1, context, 3)
        branches.append(last)
        self.merge(scope, branches)
        return out

    def merge(self, scope, branches):
        """What is bound after branches: what all of them have, of one type."""
        merged = {}
        for name, binding in branches[-1].items():
            if all(name in branch and branch[name].type == binding.type for branch in branches):
                cells = {branch[name].cell for branch in branches}
                if binding.type in ("step", "recs", "rec") and name not in scope:
                    continue
                if "." in name and name not in scope:
                    continue
                merged[name] = Binding(binding.type,
                                       binding.cell if len(cells) == 1 else None)
        scope.clear()
        scope.update(merged)

    def loop_head(self, scope, indent, context):
        """(head line, what it binds, the objects it walks, known when compiling)"""
        name, other = self.fresh(), self.fresh()
        constant = [
            lambda: (f"for {name} in {self.rng.sample(['x', 'y', 'z'], self.rng.randrange(1, 4))}:",
                     {name: Binding("str")}),
            lambda: (f"for {name} in range({self.rng.randrange(1, 4)}):", {name: Binding("int")}),
            lambda: (f"for {name}, {other} in [('p', 1), ('q', 2)]:",
                     {name: Binding("str"), other: Binding("int")}),
            lambda: (f"for {name}, {other} in enumerate(('u', 'v')):",
                     {name: Binding("int"), other: Binding("str")}),
        ]
        may_run = self.has("foreach") if context.steps else self.has("pure-loops")
        if not may_run or self.chance(0.3):
            head, bound = self.rng.choice(constant)()
            return head, bound, True
        records = self.known(scope, "recs")
        if records and self.chance(0.6):
            return (f"for {name} in {self.rng.choice(records)}:", {name: Binding("rec")}, False)
        ls = lambda: self.make("ls", scope, 1)
        d = lambda: self.make("dsi", scope, 1)
        run_time = [
            lambda: (f"for {name} in {ls()}:", {name: Binding("str")}),
            lambda: (f"for {name} in {ls()}:", {name: Binding("str")}),
            lambda: (f"for {name} in {self.make('str', scope, 1)}.{self.pick('split()', 'splitlines()')}:",
                     {name: Binding("str")}),
            lambda: (f"for {name}, {other} in enumerate({ls()}, {self.rng.randrange(2)}):",
                     {name: Binding("int"), other: Binding("str")}),
            lambda: (f"for {name}, {other} in zip({ls()}, {self.make('li', scope, 1)}):",
                     {name: Binding("str"), other: Binding("int")}),
            lambda: (f"for {name}, {other} in {d()}.items():",
                     {name: Binding("str"), other: Binding("int")}),
            lambda: (f"for {name}, {other} in sorted({d()}.items()):",
                     {name: Binding("str"), other: Binding("int")}),
            lambda: (f"for {name} in sorted(set({ls()})):", {name: Binding("str")}),
            lambda: (f"for {name} in range({self.make('int', scope, 1)} % 4):",
                     {name: Binding("int")}),
        ]
        head, bound = self.rng.choice(run_time)()
        return head, bound, False

    def loop(self, scope, indent, depth, context):
        if context.loop >= 2:
            return self.simple(scope, indent, context)
        inner = indent + "    "
        head, bound, _ = self.loop_head(scope, indent, context)
        walked = {binding.cell for name, binding in scope.items() if name in head} - {None}
        body = {**scope, **bound}
        within = context.inside(loop=context.loop + 1, frozen=context.frozen | walked)
        out = f"{indent}{head}\n" + self.block(body, inner, depth - 1, within, 3)
        after = dict(scope)
        if self.chance(0.15):
            out += f"{indent}else:\n" + self.block(after, inner, 0, context, 1)
        self.merge(scope, [body, dict(scope), after])
        return out

    def while_loop(self, scope, indent, depth, context):
        if context.loop >= 2:
            return self.simple(scope, indent, context)
        name, inner = self.fresh("w"), indent + "    "
        body = {**scope, name: Binding("int")}
        out = f"{indent}{name} = 0\n{indent}while {name} < {self.rng.randrange(1, 4)}:\n"
        out += f"{inner}{name} += 1\n"
        within = context.inside(loop=context.loop + 1)
        out += self.block(body, inner, depth - 1, within, 2)
        self.merge(scope, [body, dict(scope)])
        return out

    # --- Helpers --------------------------------------------------------------

    def call_helper(self, scope, indent, context):
        usable = [helper for helper in self.helpers if context.steps or not helper[3]]
        if not usable:
            return self.simple(scope, indent, context)
        name, kinds, result, makes_steps = self.rng.choice(usable)
        arguments = [self.make(kind, scope, 1) for kind in kinds]
        if len(arguments) > 1 and self.chance(0.3):
            arguments[-1] = f"p{len(arguments)}={arguments[-1]}"
        if makes_steps:
            arguments.insert(0, "ctx")
        target = self.fresh()
        line = f"{indent}{target} = {name}({', '.join(arguments)})\n"
        scope[target] = Binding(result, self.new_list_cell(result))
        return line

    def closure(self, scope, indent, context):
        name, target = self.fresh("f"), self.fresh()
        inner = {**scope, "y": Binding("str"), "z": Binding("str")}
        text = self.make("str", inner, 2)
        if self.chance(0.5):
            out = f"{indent}{name} = lambda y, z='d': {text}\n"
        else:
            out = (f"{indent}def {name}(y, *, z='k'):\n"
                   f"{indent}    if {self.make('bool', inner, 1)}:\n"
                   f"{indent}        return {self.make('str', inner, 1)}\n"
                   f"{indent}    return {text}\n")
        more = f", z={self.make('str', scope, 1)}" if self.chance(0.5) else ""
        out += f"{indent}{target} = {name}({self.make('str', scope, 1)}{more})\n"
        scope[target] = Binding("str")
        return out

    def pack(self, scope, indent):
        """A call with arguments of every kind."""
        t = lambda: self.make("str", scope, 1)
        arguments = [t() for _ in range(self.rng.randrange(1, 3))]
        if self.chance(0.2):
            arguments.append(f"*{self.make('ls', scope, 1)}")
        if self.chance(0.5):
            arguments.append(f"sep={t()}")
        if self.chance(0.5):
            arguments.append(f"a={self.make('int', scope, 1)}")
        if self.chance(0.3):
            arguments.append(f"**{{'b': {t()}}}")
        target = self.fresh()
        line = f"{indent}{target} = pack({', '.join(arguments)})\n"
        scope[target] = Binding("str")
        return line

    def each_of(self, scope, indent, context):
        """Changes objects through a list of them."""
        lists = [name for name in self.known(scope, "ls")
                 if scope[name].cell not in context.frozen | {None}]
        if len(lists) < 2:
            return self.mutation(scope, indent, context)
        some = self.rng.sample(lists, 2)
        name = self.fresh()
        return (f"{indent}for {name} in [{', '.join(some)}]:\n"
                f"{indent}    {name}.append({self.make('str', scope, 1)})\n")

    def recursive(self):
        """A helper that calls itself."""
        name = f"rec{len(self.helpers)}"
        kind = self.rng.randrange(3)
        if kind == 0:
            self.helpers.append((name, ["int"], "int", False))
            return (f"def {name}(n):\n    if n <= 0 or n > 9:\n        return 1\n"
                    f"    return n {self.pick('*', '+')} {name}(n - 1)\n\n\n")
        if kind == 1:
            self.helpers.append((name, ["ls"], "str", False))
            return (f"def {name}(xs):\n    if not xs:\n        return 'end'\n"
                    f"    head, *tail = xs\n    return head + '>' + {name}(tail)\n\n\n")
        self.helpers.append((name, ["str"], "str", False))
        return (f"def {name}(s):\n    return s if len(s) < 2 else {name}(s[1:]) + s[0]\n\n\n")

    def grouping(self):
        """A helper that groups, counts and joins."""
        name = f"group{len(self.helpers)}"
        self.helpers.append((name, ["ls", "str"], "str", False))
        key = self.pick("x[:1]", "x.lower()", "len(x)", "x.partition('/')[0]", "x.upper()")
        return (f"def {name}(xs, p2='-'):\n"
                f"    groups = {{}}\n"
                f"    for i, x in enumerate(xs):\n"
                f"        if x {self.pick('==', '!=', 'in', 'not in')} p2:\n"
                f"            {self.pick('continue', 'break', 'groups[p2] = []', 'x = x + p2')}\n"
                f"        groups.setdefault({key}, []).append(f'{{i}}{{x}}')\n"
                f"    lines = []\n"
                f"    for k, items in {self.pick('groups.items()', 'sorted(groups.items(), key=lambda kv: str(kv[0]))')}:\n"
                f"        lines.append(str(k).title() + ': ' + ', '.join(items))\n"
                f"    return {self.pick(repr(chr(10)), repr('; '))}.join(lines) or p2\n\n\n")

    def helper(self, makes_steps):
        name = f"helper{len(self.helpers)}"
        kinds = ["str"] + [self.pick("str", "int") for _ in range(self.rng.randrange(2))]
        if self.has("helpers") and self.chance(0.5):
            kinds.append("ls")
        result = self.pick("str", "str", "int", "ls" if self.has("helpers") else "str")
        parameters = [f"p{i}" for i in range(1, len(kinds) + 1)]
        scope = {name: Binding(kind) for name, kind in zip(parameters, kinds)}
        context = Context(steps=makes_steps, function=True, returns=result)
        head = (["ctx"] if makes_steps else []) + parameters
        out = f"def {name}({', '.join(head)}):\n"
        out += self.block(scope, "    ", 2, context, 4)
        out += f"    return {self.make(result, scope, 1)}\n\n\n"
        self.helpers.append((name, kinds, result, makes_steps))
        return out

    # --- Blocks ---------------------------------------------------------------

    def simple(self, scope, indent, context):
        if context.steps and self.chance(0.5):
            return self.step(scope, indent, context)
        return self.assignment(scope, indent, context)

    def statement(self, scope, indent, depth, context):
        if depth <= 0:
            return self.simple(scope, indent, context)
        s, i, c = scope, indent, context
        options = [
            ("core", 8 if c.steps else 0.01, lambda: self.step(s, i, c) if c.steps
             else self.simple(s, i, c)),
            ("core", 6, lambda: self.assignment(s, i, c)),
            ("core", 2, lambda: self.unpacking(s, i)),
            ("core", 7, lambda: self.conditional(s, i, depth, c)),
            ("core", 4, lambda: self.loop(s, i, depth, c)),
            ("core", 0.7, lambda: self.while_loop(s, i, depth, c)),
            ("core", 2, lambda: self.call_helper(s, i, c)),
            ("operators", 2, lambda: self.counter(s, i, c)),
            ("mutation", 7, lambda: self.mutation(s, i, c)),
            ("mutation", 0.7, lambda: self.each_of(s, i, c)),
            ("chosen", 4, lambda: self.chosen(s, i, c)),
            ("helpers", 1.5, lambda: self.closure(s, i, c)),
            ("helpers", 1, lambda: self.pack(s, i)),
            ("raising", 0.5, lambda: f"{i}assert {self.make('bool', s, 1)}, {self.make('str', s, 0)}\n"),
            ("raising", 0.3, lambda: f"{i}if {self.make('bool', s, 1)}:\n"
                                     f"{i}    raise ValueError({self.make('str', s, 0)})\n"),
        ]
        if c.steps:
            options += [("parallel", 1, lambda: self.parallel(s, i)),
                        ("actions", 3, lambda: self.action(s, i))]
        return self.choose(options)

    def block(self, scope, indent, depth, context, length=4):
        out = "".join(self.statement(scope, indent, depth, context)
                      for _ in range(self.rng.randrange(1, length + 1)))
        return out or f"{indent}pass\n"

    def bindings_of(self, kind):
        return {name: Binding(of) for name, of in SOURCES[kind].items()
                if of in SCALARS or self.has("optional") or of in ("ostr", "oint")}

    def workflow(self):
        out = ("from plue import enum, list, manual, optional, pull_request, schema, workflow\n\n"
               + ISSUE + "\n\n" + (PACK if self.has("helpers") else ""))
        for _ in range(self.rng.randrange(3)):
            if self.has("recursion") and self.chance(0.2):
                out += self.recursive()
            elif self.has("pure-loops") and self.chance(0.3):
                out += self.grouping()
            else:
                out += self.helper(self.chance(0.6) or not self.has("pure-loops"))
        triggers = ", ".join(TRIGGERS[kind] for kind in self.kinds)
        out += f"@workflow(triggers=[{triggers}], image='host')\ndef w(ctx):\n"
        scope = {name: Binding(kind) for name, kind in EVERY_EVENT.items()}
        if len(self.kinds) == 1:
            scope.update(self.bindings_of(self.kinds[0]))
        out += self.block(scope, "    ", 3, Context(), 8)
        return out + self.step(scope, "    ", Context())

    # --- What it runs with ----------------------------------------------------

    def text(self):
        return self.rng.choice(STRINGS)

    def event(self):
        rng = self.rng
        kind = rng.choice(self.kinds)
        event = {"type": kind, "ref": self.text(), "sha": "0" * 40, "actor": self.text(),
                 "repository": {"name": "r", "owner": "o", "default_branch": "main"}}
        if kind == "manual":
            event["inputs"] = {
                "env": self.text(), "flag": rng.random() < 0.5, "other": rng.random() < 0.5,
                "count": rng.randrange(-2, 9), "tags": self.labels(),
                "note": rng.choice([None, self.text()]), "limit": rng.choice([None, 0, 3])}
        else:
            side = {"ref": self.text(), "sha": "1" * 40}
            event["action"] = rng.choice(["opened", "synchronize"])
            event["pull_request"] = {
                "number": rng.randrange(1, 40), "title": self.text(), "body": self.text(),
                "author": "a", "draft": rng.random() < 0.5, "labels": self.labels(),
                "base": {"ref": "main", "sha": "2" * 40}, "head": side}
        return event

    def labels(self):
        return [self.text() for _ in range(self.rng.choice([0, 1, 2, 2, 3, 4]))]

    def report(self):
        rng = self.rng
        issues = []
        for _ in range(rng.randrange(4)):
            issue = {"file": rng.choice(["a.py", "src/b.c", ""]), "line": rng.randrange(9),
                     "severity": rng.choice(["error", "warning", "info"]),
                     "tags": self.labels()[:2]}
            if rng.random() < 0.7:
                issue["note"] = rng.choice([None, self.text()])
            issues.append(issue)
        return json.dumps({"issues": issues, "summary": self.text(), "score": rng.randrange(9)})

    def outcomes(self):
        rng = self.rng
        steps = {}
        for number in range(1, self.steps + 1):
            name = f"s{number}"
            results = []
            for _ in range(rng.choice([1, 1, 1, 3])):
                result = {"exit_code": 0}
                if name in self.structured:
                    result["stdout"] = self.report()
                else:
                    result["stdout"] = rng.choice(["yes", "no", "", "3", "a b\nc\n", "x,y"])
                if self.has("failing") and rng.random() < 0.06:
                    result["exit_code"] = rng.choice([1, 2, 127])
                results.append(result)
            steps[name] = results if len(results) > 1 else results[0]
        return {"steps": steps, "env": {},
                "files": {"a.txt": self.text(), "out/b.txt": "b\n", "src/x/m.py": ""},
                "globs": {"*.txt": ["a.txt"] + self.labels()[:2],
                          "src/**/*.py": ["src/x/m.py", "src/n.py"][:rng.randrange(3)]},
                "git": {"diff": self.text(), "log": []}}
