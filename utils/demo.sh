#!/bin/sh
# Builds plue and runs its main job: compiles the CI workflow of the C project in
# examples/ and executes the plan on it, each step in a sandbox.
set -eu
cd "$(dirname "$0")/.."
root=$PWD

utils/setup.sh
cmake --preset release >/dev/null
cmake --build --preset release
PATH="$root/build/release/bin:$PATH"

# The steps may write into the project: give them a copy.
demo=$root/build/demo
rm -rf "$demo"
mkdir -p "$demo"
cp -R examples/c-project "$demo/project"

echo
echo "+ plue-compile .plue/workflows/ci.py -o ci.plan"
cd "$demo/project"
plue-compile .plue/workflows/ci.py -o "$demo/ci.plan"
echo "+ plue-exec run ci.plan --event push.json"
cat >"$demo/push.json" <<'JSON'
{"type": "push", "ref": "refs/heads/main", "actor": "demo",
 "sha": "0123456789abcdef0123456789abcdef01234567",
 "repository": {"name": "wordcount", "owner": "demo", "default_branch": "main"}}
JSON
exec plue-exec run "$demo/ci.plan" --event "$demo/push.json" \
  --workspace "$demo/project" --state "$demo/runs"
