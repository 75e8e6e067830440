"""Makes a program that shows a fault smaller, while it shows it."""
import ast
import copy


def _bodies(tree):
    for node in ast.walk(tree):
        for field in ("body", "orelse"):
            body = getattr(node, field, None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                yield node, field


def _without_statements(tree):
    """Programs that lack some statements, the largest pieces first."""
    places = [(index, field, len(getattr(node, field)))
              for index, (node, field) in enumerate(_bodies(tree))]
    sizes = sorted({size for _, _, length in places
                    for size in (length, length // 2, 4, 2, 1) if 0 < size <= length},
                   reverse=True)
    for size in sizes:
        for index, field, length in places:
            for start in range(max(length - size, 0), -1, -max(size, 1)):
                made = copy.deepcopy(tree)
                node, field = list(_bodies(made))[index]
                body = getattr(node, field)
                del body[start:start + size]
                if not body and field == "body":
                    if isinstance(node, ast.Module):
                        continue
                    body.append(ast.Pass())
                yield made


def _with_inner_blocks(tree):
    """Programs in which a compound statement is replaced by what is in it."""
    count = sum(1 for _ in _bodies(tree))
    for index in range(count):
        length = len(getattr(*list(_bodies(tree))[index]))
        for at in range(length):
            for inner in ("body", "orelse"):
                made = copy.deepcopy(tree)
                node, field = list(_bodies(made))[index]
                body = getattr(node, field)
                if isinstance(body[at], (ast.If, ast.For, ast.While)) \
                        and getattr(body[at], inner):
                    body[at:at + 1] = getattr(body[at], inner)
                    yield made


def _expressions(tree):
    """Places of expressions: (node, field, index or None)."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.JoinedStr, ast.FormattedValue)):
            continue
        for field, value in ast.iter_fields(node):
            items = value if isinstance(value, list) else [value]
            for index, item in enumerate(items):
                if isinstance(item, ast.expr) and isinstance(getattr(item, "ctx", ast.Load()),
                                                             ast.Load):
                    yield node, field, index if isinstance(value, list) else None


def _get(place):
    node, field, index = place
    value = getattr(node, field)
    return value if index is None else value[index]


def _put(place, new):
    node, field, index = place
    if index is None:
        setattr(node, field, new)
    else:
        getattr(node, field)[index] = new


def _with_smaller_expressions(tree):
    """Programs in which an expression is replaced by a part of it, or a constant."""
    count = sum(1 for _ in _expressions(tree))
    for number in range(count):
        old = _get(list(_expressions(tree))[number])
        if isinstance(old, (ast.Constant, ast.Name)) and not (
                isinstance(old, ast.Constant) and old.value not in ("", 0, 1, None, True)):
            continue
        parts = [part for part in ast.iter_child_nodes(old) if isinstance(part, ast.expr)]
        parts += [ast.Constant(value) for value in ("a", 1, True)]
        parts += [ast.List([], ast.Load())]
        if isinstance(old, ast.Constant):
            parts = [ast.Constant("a")] if isinstance(old.value, str) and len(old.value) > 1 else []
        for part in parts:
            made = copy.deepcopy(tree)
            _put(list(_expressions(made))[number], copy.deepcopy(part))
            yield made
        for field in ("elts", "values", "args", "keywords", "generators", "ifs"):
            items = getattr(old, field, None)
            for at in range(len(items) if isinstance(items, list) else 0):
                if isinstance(old, (ast.Dict, ast.JoinedStr)) or field == "generators":
                    continue
                made = copy.deepcopy(tree)
                node = _get(list(_expressions(made))[number])
                del getattr(node, field)[at]
                yield made


STRATEGIES = (_without_statements, _with_inner_blocks, _with_smaller_expressions)


def reduce(source, is_interesting, attempts=2000):
    """The smallest program found that is still interesting."""
    tree = ast.parse(source)
    tried = {ast.unparse(tree)}
    if not is_interesting(ast.unparse(tree)):
        return source
    changed = True
    while changed and attempts > 0:
        changed = False
        for strategy in STRATEGIES:
            again = True
            while again and attempts > 0:
                again = False
                for made in strategy(tree):
                    try:
                        text = ast.unparse(ast.fix_missing_locations(made))
                        smaller = ast.parse(text)
                    except (SyntaxError, ValueError, AttributeError):
                        continue
                    if text in tried or attempts <= 0:
                        continue
                    tried.add(text)
                    attempts -= 1
                    if is_interesting(text):
                        tree, again, changed = smaller, True, True
                        break
    return ast.unparse(tree)
