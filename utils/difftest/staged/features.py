"""What random workflows may use, in levels: each has what the ones below have."""

LEVELS = [
    # Branches and text: `if`, early endings, unrolled loops, helpers.
    {"core"},
    # Expressions over run-time values.
    {"operators", "methods", "comprehensions", "optional"},
    # Containers that change under run-time conditions.
    {"mutation", "parallel"},
    # Loops and helpers without steps.
    {"pure-loops", "helpers", "recursion"},
    # Loops over run-time lists with steps in them.
    {"foreach", "structured", "actions"},
    # What goes wrong.
    {"failing", "raising"},
    # `next` of a generator expression.
    {"next"},
    # Containers that a run-time condition chooses between, and what is read through
    # a name that the next iteration sees.
    {"chosen"},
]

ALL = frozenset().union(*LEVELS)


def features_of(level, without=(), only=None):
    """The features up to a level, minus some; or core and just these."""
    if only:
        return frozenset({"core", *only})
    features = frozenset().union(*LEVELS[:level + 1])
    return features - frozenset(without)
