# A loop over constant data is a matrix (R152, R153, R166).
#
# RUN: plue-compile %s --emit=json | FileCheck %s

from plue import workflow, push

TARGETS = [{"os": "linux", "versions": ["3.10", "3.11"]}, {"os": "mac", "versions": ["3.11"]}]


@workflow(triggers=[push()])
def matrix(ctx):
    """Tests everything."""
    for target in TARGETS:
        for version in target["versions"]:
            ctx.run(name=f"test {target['os']} {version}", cmd=f"make test V={version}")


# CHECK:     "doc": "Tests everything."
# CHECK:     "key": "3.10/test-linux-3-10"
# CHECK:     "name": "test linux 3.10"
# CHECK:     "cmd": "make test V=3.10"
# CHECK:     "name": "test linux 3.11"
# CHECK:     "name": "test mac 3.11"
# CHECK-NOT: "id":
