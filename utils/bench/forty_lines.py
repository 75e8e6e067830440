"""Forty lines of an ordinary workflow, for compile_speed.py."""
from plue import cache_key, hash_files, manual, pull_request, push, workflow

VERSIONS = ["3.9", "3.10", "3.11", "3.12", "3.13"]
SERVICES = [{"name": name, "port": 8000 + i} for i, name in enumerate(["api", "web"])]


def slug(text, sep="-"):
    return sep.join(part.lower() for part in text.split())


def flags(options):
    return " ".join(f"--{key}={value}" for key, value in sorted(options.items()))


@workflow(triggers=[push(branches=["main"]), pull_request(), manual(inputs={"env": str})])
def ci(ctx):
    """Builds, tests and deploys."""
    install = ctx.run(name="install", cmd="make deps", cache=cache_key("deps", hash_files("*.lock")))
    tests = []
    for version in VERSIONS:
        tests.append(ctx.run(
            name=f"test {version}",
            cmd=f"make test PYTHON={version} {flags({'jobs': 2, 'verbose': False})}",
            depends_on=[install],
        ))
    ctx.parallel(tests)
    ports = {s["name"]: s["port"] for s in SERVICES if s["port"] < 9000}
    for name, port in sorted(ports.items(), key=lambda item: -item[1]):
        ctx.run(name=slug(f"Smoke {name}"), cmd=f"curl -f localhost:{port}", depends_on=tests)

    if ctx.event.type == "pull_request":
        ctx.run(name="preview", cmd=f"make preview PR={ctx.event.pull_request.number}")
    elif ctx.event.ref == "refs/heads/main" and ctx.event.actor not in ["bot", "ghost"]:
        build = ctx.run(name="build", cmd="make build")
        ctx.run(name="deploy", cmd=f"make deploy REF={ctx.event.sha}", depends_on=[build])
    else:
        ctx.run(name="report", cmd="echo nothing to deploy")
    ctx.run(name="summary", cmd=["echo", "done"])
    return ctx.success()
