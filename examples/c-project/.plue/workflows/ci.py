"""Continuous integration of a small C library."""
from plue import cache_key, hash_files, manual, pull_request, push, workflow


@workflow(
    triggers=[push(), pull_request(), manual(inputs={"sanitize": bool})],
    image="host",
)
def ci(ctx):
    """Builds the library, tests it two ways and checks its style."""
    install = ctx.run(
        name="install",
        cmd="mkdir -p build/deps && cc --version | tee build/deps/compiler.txt",
        cache=cache_key("deps", hash_files("Makefile")),
    )
    build = ctx.run(name="build", cmd="make -j2 all", depends_on=[install])

    checks = ctx.parallel([
        ctx.run(name="test", cmd="make test", depends_on=[build]),
        ctx.run(name="lint", cmd="make lint", depends_on=[build]),
    ])

    if ctx.inputs.sanitize:
        ctx.run(name="test (sanitizers)", cmd="make BUILD=build/san SANITIZE=1 test")

    if ctx.event.ref == "refs/heads/main":
        ctx.run(
            name="package",
            cmd=f"make package VERSION={ctx.event.sha}",
            depends_on=checks,
        )
    return ctx.success()
