"""Passes over a plan must not change what it does.

A plan is simulated as it was compiled and after each pass, and after the default
pipeline. Steps are known by their keys. A pass may remove steps that were skipped and
steps that only read; nothing else may be missing, what is left must have the same
configuration and status and wait for the same steps, directly or indirectly, and the
run must end alike.
"""
import subprocess

READS = {"read", "glob", "exists", "git.diff", "git.log"}
REMOVING = {"merge-reads", "dead-steps", "default"}


def names_of(opt):
    """Every pass, and the default pipeline."""
    listed = subprocess.run([opt, "--list-passes"], capture_output=True, text=True,
                            check=True).stdout
    return [line.split()[0] for line in listed.splitlines()] + ["default"]


def optimized(plue, opt, folder, names):
    """The plan after each of these: a file by name."""
    plans = {}
    for name in names:
        plans[name] = folder / f"w.{name}.plan"
        plue.tool(opt, f"--passes={name}", "--verify-each", plue.plan, "-o", plans[name],
                  allowed=(0,))
    return plans


def facts(step):
    if step["status"] == "skipped":  # Its name is an expression, as it is written.
        return {field: step[field] for field in ("type", "status")}
    return {field: step[field] for field in ("name", "type", "config", "status")}


def by_key(trace):
    """Each step by its key, with the keys of all that come before it."""
    keys = {step["id"]: step["key"] for step in trace["steps"]}
    steps, before = {}, {}
    for step in trace["steps"]:
        key = step["key"]
        before[key] = set()
        for name in step["depends_on"]:
            before[key] |= {keys[name]} | before[keys[name]]
        steps[key] = facts(step)
    return steps, before


def difference(plain, after, may_remove):
    """What is different between two traces, or None."""
    if isinstance(plain, str) or isinstance(after, str):
        return None if plain == after else (plain, after)
    ends = [{field: trace[field] for field in ("status", "reason", "outputs")}
            for trace in (plain, after)]
    if ends[0] != ends[1]:
        return ends
    (was, was_before), (now, now_before) = by_key(plain), by_key(after)
    for key in was:
        if key in now:
            left = {other for other in was_before[key] if other in now}
            if was[key] != now[key] or left != now_before[key]:
                return ([key, was[key], sorted(left)],
                        [key, now[key], sorted(now_before[key])])
        elif not may_remove or (was[key]["status"] != "skipped"
                                and was[key]["type"] not in READS):
            return [key, was[key]], "is missing"
    if added := [key for key in now if key not in was]:
        return "is not there", added
    if [key for key in was if key in now] != list(now):
        return list(was), list(now)
    return None


class Passes:
    """The passes of a plue-opt, to be held against the plan that plue compiled."""

    def __init__(self, opt, folder):
        self.opt = opt
        self.folder = folder
        self.names = names_of(opt)
        self.plans = {}

    def apply(self, plue):
        self.plans = optimized(plue, self.opt, self.folder, self.names)

    def compare(self, plue, event, outcomes):
        """(what the plan does, what it does after a pass) if they differ, else None."""
        plain = plue.simulate(event, outcomes)
        for name, plan in self.plans.items():
            found = difference(plain, plue.simulate(event, outcomes, plan),
                               name in REMOVING)
            if found:
                return {"plan": found[0], "reason": None}, {f"after {name}": found[1]}
        return None
