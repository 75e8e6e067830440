//===- Imports.cpp - What may be imported ---------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A plan must be known from the project's sources alone, so only plue's
/// own modules and the project's shared code can be imported (R018). For the
/// modules people reach for we say how their work is done here.
//===----------------------------------------------------------------------===//
#include "Rules.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace plue;
using namespace plue::sema;
using namespace plue::syntax;

//--- Modules people reach for -------------------------------------------------

namespace {
struct ModuleHint {
  llvm::StringLiteral module;
  llvm::StringLiteral hint;
};
} // namespace

static constexpr llvm::StringLiteral useRun =
    "run commands with `ctx.run(cmd=…)`; they run when the plan does";
static constexpr llvm::StringLiteral useFiles =
    "files exist when the plan runs: read them with `ctx.read(path)`, or work "
    "on them in `ctx.run(cmd=…)`";
static constexpr llvm::StringLiteral useClock =
    "a plan comes out the same whenever it is made; take the time in a step, "
    "for instance with `date`";
static constexpr llvm::StringLiteral useNoChance =
    "a plan comes out the same whenever it is made; use `ctx.event.sha` or an "
    "input to tell runs apart";
static constexpr llvm::StringLiteral useNetworkStep =
    "there is no network while planning; call `curl` in a step with "
    "`ctx.run(cmd=…)`";
static constexpr llvm::StringLiteral useParallel =
    "steps run side by side with `ctx.parallel([…])`";
static constexpr llvm::StringLiteral useTextTools =
    "use string methods, or `grep` and `sed` in a step";
static constexpr llvm::StringLiteral useDataTools =
    "describe data with `schema(…)`, or use `jq` in a step";
static constexpr llvm::StringLiteral useBuiltinTypes =
    "annotations need no import: `list[str]`, `dict[str, int]`, `str | None`";
static constexpr llvm::StringLiteral useRecords =
    "keep values in a dict, or describe a record with `schema(…)` and "
    "`enum(…)`";
static constexpr llvm::StringLiteral useLoops =
    "write the loop or comprehension out";
static constexpr llvm::StringLiteral useCacheKey =
    "for cache keys there are `hash_files(…)` and `cache_key(…)`";
static constexpr llvm::StringLiteral usePrint = "write `print(…)`";

static constexpr ModuleHint moduleHints[] = {
    {"os", "for commands there is `ctx.run(cmd=…)`, for the environment "
           "`ctx.env.NAME`, for files `ctx.read(path)`"},
    {"sys", "end the run with `ctx.fail(\"why\")` or `ctx.success()`"},
    {"subprocess", useRun},
    {"shlex", "values in an f-string of `cmd` are quoted for the shell"},
    {"signal", useRun},
    {"platform", useRun},
    {"argparse", "take inputs with `manual(inputs={\"name\": str})`"},
    {"pathlib", useFiles},
    {"shutil", useFiles},
    {"glob", useFiles},
    {"io", useFiles},
    {"tempfile", useFiles},
    {"fnmatch", useFiles},
    {"time", useClock},
    {"datetime", useClock},
    {"calendar", useClock},
    {"random", useNoChance},
    {"secrets", "secrets are `ctx.secrets.NAME`"},
    {"uuid", useNoChance},
    {"requests", useNetworkStep},
    {"httpx", useNetworkStep},
    {"aiohttp", useNetworkStep},
    {"urllib", useNetworkStep},
    {"urllib3", useNetworkStep},
    {"http", useNetworkStep},
    {"socket", useNetworkStep},
    {"ssl", useNetworkStep},
    {"smtplib", useNetworkStep},
    {"asyncio", useParallel},
    {"threading", useParallel},
    {"multiprocessing", useParallel},
    {"concurrent", useParallel},
    {"re", useTextTools},
    {"string", useTextTools},
    {"textwrap", useTextTools},
    {"json", useDataTools},
    {"yaml", useDataTools},
    {"toml", useDataTools},
    {"tomllib", useDataTools},
    {"csv", useDataTools},
    {"pydantic", useRecords},
    {"dataclasses", useRecords},
    {"collections", useRecords},
    {"enum", useRecords},
    {"typing", useBuiltinTypes},
    {"types", useBuiltinTypes},
    {"abc", useRecords},
    {"functools", useLoops},
    {"itertools", useLoops},
    {"operator", useLoops},
    {"math", "the operators, `abs`, `min`, `max`, `round` and `sum` are there"},
    {"hashlib", useCacheKey},
    {"base64", useRun},
    {"logging", usePrint},
    {"pprint", usePrint},
    {"importlib", "write an `import`"},
    {"inspect", "the subset has no reflection"},
    {"ctypes", useRun},
    {"pickle", useDataTools},
    {"contextlib", "the subset has no `with`"},
};

llvm::StringRef sema::hintForModule(llvm::StringRef name) {
  const auto *found = llvm::find_if(
      moduleHints, [&](const ModuleHint &h) { return h.module == name; });
  return found == std::end(moduleHints) ? llvm::StringRef()
                                        : llvm::StringRef(found->hint);
}

//--- The rules ----------------------------------------------------------------

static constexpr llvm::StringRef plueModules[] = {"prompts", "tools", "lib",
                                                  "actions"};

static void reportForeign(const RuleContext &context, llvm::StringRef module,
                          SourceRange range) {
  llvm::StringRef top = module.split('.').first;
  auto report = context.diags.report(range, diag::import_refused, module);
  llvm::StringRef hint = hintForModule(top);
  if (!hint.empty())
    report.hint(hint);
  else if (nearest(top, {"plue"}) == "plue")
    report.hint("did you mean `plue`?");
  else
    report.hint("shared code goes into `.plue/lib/` and is imported from "
                "`plue.lib`");
}

/// Whether \p module may be imported; reports it if not.
static bool checkModule(const RuleContext &context, llvm::StringRef module,
                        SourceRange range) {
  auto [top, rest] = module.split('.');
  if (top != "plue") {
    reportForeign(context, module, range);
    return false;
  }
  llvm::SmallVector<llvm::StringRef> parts;
  rest.split(parts, '.', -1, false);
  for (llvm::StringRef part : parts)
    if (part.starts_with("_")) {
      context.diags.report(range, diag::import_private, part);
      return false;
    }
  if (parts.empty() || llvm::is_contained(plueModules, parts.front()))
    return true;
  context.diags.report(range, diag::import_unknown_module, module)
      .hint("there are " +
            listOf({"plue.prompts", "plue.tools", "plue.lib", "plue.actions"}));
  return false;
}

void sema::checkImport(const RuleContext &context, const ImportStmt &stmt) {
  for (const ImportedName &name : stmt.names) {
    if (checkModule(context, name.name, name.range))
      checkBinding(context, {.name = name.alias, .range = name.range});
  }
}

/// The names of `plue` itself are known; types are among them.
static void checkSdkName(const RuleContext &context, const ImportedName &name) {
  const Prelude &prelude = context.prelude;
  if (llvm::is_contained(prelude.sdk, name.name) ||
      llvm::is_contained(prelude.builtins, name.name) ||
      llvm::is_contained(plueModules, name.name))
    return;
  SourceRange range = name.range;
  range.end = range.begin + name.name.size();
  context.diags.report(range, diag::import_unknown_name, name.name)
      .suggest(range, nearest(name.name, prelude.sdk));
}

static void checkImportedName(const RuleContext &context,
                              const ImportFromStmt &stmt,
                              const ImportedName &name) {
  if (name.name == "*") {
    context.diags.report(name.range, diag::import_star)
        .hint("name what you use: `from " + stmt.module + " import …`");
    return;
  }
  if (name.name.starts_with("_")) {
    context.diags.report(name.range, diag::import_private, name.name);
    return;
  }
  checkBinding(context, {.name = name.alias, .range = name.range});
  if (stmt.module == "plue")
    checkSdkName(context, name);
}

void sema::checkImportFrom(const RuleContext &context,
                           const ImportFromStmt &stmt) {
  if (stmt.level > 0) {
    context.diags.report(stmt.moduleRange, diag::import_relative)
        .hint("shared code is imported from `plue.lib`");
    return;
  }
  if (stmt.module == "__future__") {
    context.diags.report(stmt.range, diag::import_future)
        .hint("leave the line out")
        .fixIt(stmt.range, "");
    return;
  }
  if (!checkModule(context, stmt.module, stmt.moduleRange))
    return;
  for (const ImportedName &name : stmt.names)
    checkImportedName(context, stmt, name);
}
