# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# Only plue and the project's own code can be imported (R018).

# CHECK: :[[@LINE+2]]:8: error: the module `subprocess` cannot be imported into a workflow [import-refused]
# CHECK: help: run commands with `ctx.run(cmd=…)`; they run when the plan does
import subprocess
# CHECK: :[[@LINE+2]]:6: error: the module `urllib.request` cannot be imported into a workflow [import-refused]
# CHECK: help: there is no network while planning; call `curl` in a step
from urllib.request import urlopen
# CHECK: :[[@LINE+2]]:24: error: `plue` has no `workflw` [import-unknown-name]
# CHECK: help: did you mean `workflow`?
from plue import push, workflw
# CHECK: :[[@LINE+1]]:8: error: there is no module `plue.libs` [import-unknown-module]
import plue.libs
# CHECK: :[[@LINE+1]]:18: error: `import *` hides where names come from [import-star]
from plue import *
# CHECK: :[[@LINE+1]]:6: error: a workflow file is in no package; imports cannot be relative [import-relative]
from . import helpers
