//===- Builtins.cpp - What Python has and the subset has not --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Rules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::sema;

namespace {
using Kind = DiagKind<llvm::StringRef>;

struct RefusedName {
  llvm::StringLiteral name;
  Kind kind;
  llvm::StringLiteral hint;
};
} // namespace

static constexpr llvm::StringLiteral useAttributes =
    "name the attribute, or keep the values in a dict";
static constexpr llvm::StringLiteral useSchema =
    "keep values in a dict, or describe a record with `schema(…)`";
static constexpr llvm::StringLiteral useEndings =
    "end the run with `ctx.fail(\"why\")` or `ctx.success()`";

/// Each name with why it is refused and what to do instead.
static constexpr RefusedName refusedNames[] = {
    {"open", diag::file_access,
     "read a file of the workspace with `ctx.read(path)` when the plan runs"},
    {"eval", diag::dynamic_code, "write the expression itself"},
    {"exec", diag::dynamic_code, "write the statements themselves"},
    {"compile", diag::dynamic_code, "define a function"},
    {"globals", diag::reflection, "keep the values in a dict"},
    {"locals", diag::reflection, "keep the values in a dict"},
    {"vars", diag::reflection, "keep the values in a dict"},
    {"dir", diag::reflection, ""},
    {"getattr", diag::reflection, useAttributes},
    {"setattr", diag::reflection, useAttributes},
    {"delattr", diag::reflection, useAttributes},
    {"hasattr", diag::reflection, useAttributes},
    {"callable", diag::reflection, ""},
    {"hash", diag::process_dependent,
     "for a key that changes with its parts use `cache_key(…)`"},
    {"id", diag::process_dependent, "compare values with `==`"},
    {"input", diag::interaction,
     "take an input with `manual(inputs={\"name\": str})`"},
    {"breakpoint", diag::interaction, "show values with `print(…)`"},
    {"help", diag::interaction, ""},
    {"exit", diag::process_control, useEndings},
    {"quit", diag::process_control, useEndings},
    {"object", diag::class_machinery, useSchema},
    {"super", diag::class_machinery, useSchema},
    {"property", diag::class_machinery, useSchema},
    {"classmethod", diag::class_machinery, useSchema},
    {"staticmethod", diag::class_machinery, useSchema},
    {"issubclass", diag::class_machinery, "test values with `isinstance`"},
    {"bytes", diag::binary_data, "use `str`; binary data stays in files"},
    {"bytearray", diag::binary_data, "use `str`; binary data stays in files"},
    {"memoryview", diag::binary_data, "use `str`; binary data stays in files"},
    {"complex", diag::builtin_refused, "use `float`"},
    {"iter", diag::builtin_refused, "use a `for` loop"},
    {"next", diag::builtin_refused, "use a `for` loop, or index a list"},
    {"aiter", diag::builtin_refused, "use a `for` loop"},
    {"anext", diag::builtin_refused, "use a `for` loop"},
    {"slice", diag::builtin_refused, "write the slice in brackets: `x[a:b]`"},
    {"frozenset", diag::builtin_refused, "use `set` or `tuple`"},
    {"format", diag::builtin_refused, "use an f-string"},
    {"ascii", diag::builtin_refused, "use `repr`"},
};

/// What Python has without an import. Those in the prelude never get here.
static constexpr llvm::StringLiteral otherBuiltins[] = {
    "abs",
    "all",
    "any",
    "bin",
    "chr",
    "copyright",
    "credits",
    "divmod",
    "enumerate",
    "filter",
    "hex",
    "isinstance",
    "len",
    "license",
    "map",
    "max",
    "min",
    "oct",
    "ord",
    "pow",
    "range",
    "repr",
    "reversed",
    "round",
    "sorted",
    "sum",
    "type",
    "zip",
    "NotImplemented",
    "Ellipsis",
};

/// Names spelt as other languages spell them.
static llvm::StringRef pythonFor(llvm::StringRef name) {
  if (name == "true")
    return "True";
  if (name == "false")
    return "False";
  if (name == "null" || name == "nil" || name == "undefined")
    return "None";
  return "";
}

static bool isExceptionName(llvm::StringRef name) {
  return name.size() > 5 &&
         (name.ends_with("Error") || name.ends_with("Exception") ||
          name.ends_with("Warning") || name == "KeyboardInterrupt" ||
          name == "SystemExit" || name == "StopIteration" ||
          name == "GeneratorExit") &&
         name.front() >= 'A' && name.front() <= 'Z';
}

bool sema::reportRefusedName(const RuleContext &context, llvm::StringRef name,
                             SourceRange range) {
  DiagnosticEngine &diags = context.diags;
  const auto *refused = llvm::find_if(
      refusedNames, [&](const RefusedName &r) { return r.name == name; });
  if (refused != std::end(refusedNames)) {
    auto report = diags.report(range, refused->kind, name);
    if (!refused->hint.empty())
      report.hint(refused->hint);
    return true;
  }
  if (llvm::is_contained(otherBuiltins, name)) {
    diags.report(range, diag::builtin_refused, name);
    return true;
  }
  if (llvm::StringRef python = pythonFor(name); !python.empty()) {
    diags.report(range, diag::unknown_name, name).suggest(range, python);
    return true;
  }
  if (llvm::StringRef hint = hintForModule(name); !hint.empty()) {
    diags.report(range, diag::module_not_imported, name).hint(hint);
    return true;
  }
  if (isExceptionName(name) &&
      nearest(name, context.prelude.builtins).empty()) {
    diags.report(range, diag::builtin_refused, name)
        .hint("raise one of `ValueError`, `TypeError`, `RuntimeError`");
    return true;
  }
  return false;
}
