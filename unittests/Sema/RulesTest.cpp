//===- RulesTest.cpp - What the subset refuses ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "../Syntax/FaultTest.h"
#include "plue/Sema/Sema.h"
#include "gmock/gmock.h"

using namespace plue;
using namespace plue::test;

static constexpr llvm::StringRef builtins[] = {
    "any", "dict", "int",   "isinstance", "len",  "list",
    "max", "min",  "print", "sorted",     "str",  "sum",
    "set", "type", "tuple", "ValueError", "range"};
static constexpr llvm::StringRef sdk[] = {"workflow", "push", "pull_request",
                                          "schema"};

namespace {
struct Checked {
  explicit Checked(llvm::StringRef text) {
    FileId file = sources.add("test.py", text.str());
    auto module = syntax::parse(file, sources, Limits(), diags);
    EXPECT_FALSE(diags.hasErrors()) << listed(diags, sources);
    LogicalResult result = sema::check(
        *module, {.builtins = builtins, .sdk = sdk}, sources, diags);
    EXPECT_EQ(failed(result), diags.hasErrors());
  }
  SourceManager sources;
  DiagnosticEngine diags;
};
} // namespace

static void expectRefused(DiagId id, llvm::StringRef marked,
                          llvm::StringRef hint = "") {
  MarkedProgram program = unmark(marked);
  Checked checked(program.text);
  expectOneAt(checked.diags, checked.sources, id, program);
  if (hint.empty() || checked.diags.numErrors() != 1)
    return;
  const Diagnostic *diagnostic = checked.diags.sorted()[0];
  ASSERT_FALSE(diagnostic->hints.empty()) << program.text;
  EXPECT_THAT(diagnostic->hints[0], testing::HasSubstr(hint.str()));
}

static void expectAccepted(llvm::StringRef text) {
  Checked checked(text);
  EXPECT_FALSE(checked.diags.hasErrors())
      << text.str() << "\n"
      << listed(checked.diags, checked.sources);
}

//--- Names --------------------------------------------------------------------

TEST(Rules, UnknownNamesGetSuggestions) {
  expectRefused(diag::unknown_name.id, "x = «pul_request»()",
                "did you mean `pull_request`?");
  expectRefused(diag::unknown_name.id, "abc = 1\nx = «abd»", "`abc`");
  expectRefused(diag::unknown_name.id, "x = «true»", "`True`");
  expectRefused(diag::unknown_name.id, "x = «null»", "`None`");
  expectRefused(diag::unknown_name.id, "def f(a): return [b for b in «c»]");
  expectRefused(diag::never_bound.id, "x: int\ny = «x»");
  expectAccepted("x: int\nx = 1\ny = x");
}

TEST(Rules, ReservedNamesInEveryBindingForm) {
  const DiagId id = diag::reserved_name.id;
  expectRefused(id, "«__x__» = 1");
  expectRefused(id, "a, (*«__x__», b) = 1, [2]");
  expectRefused(id, "«__x__» += 1");
  expectRefused(id, "«__x__»: int = 1");
  expectRefused(id, "for «__x__» in []: pass");
  expectRefused(id, "y = [1 for «__x__» in []]");
  expectRefused(id, "y = («__x__» := 1)");
  expectRefused(id, "def «__x__»(): pass");
  expectRefused(id, "def f(«__x__»): pass");
  expectRefused(id, "def f(«__x__», /): pass");
  expectRefused(id, "def f(*«__x__»): pass");
  expectRefused(id, "def f(*, «__x__»=1): pass");
  expectRefused(id, "def f(**«__x__»): pass");
  expectRefused(id, "y = lambda «__x__»: 1");
  expectRefused(id, "import «plue.tools as __x__»");
  expectRefused(id, "from plue import «push as __x__»");
  expectRefused(id, "print(«__x__»=1)");
  expectRefused(id, "if «__name__» == '': pass", "not run as a script");
  expectRefused(id, "x = f'{«__file__»}'", "relative to the project");
  expectRefused(id, "«__import__»('os')");
  expectAccepted("_x = __y = 1\ndef f(_a, *_b): return _a");
}

TEST(Rules, PrivateAttributes) {
  expectRefused(diag::dunder_attribute.id, "x = ''.«__class__»");
  expectRefused(diag::dunder_attribute.id, "x = f'{len.«__globals__»}'");
  expectRefused(diag::dunder_attribute.id, "x = type(1).«__mro__»");
  expectRefused(diag::dunder_attribute.id, "x = len.«__name__»");
  expectRefused(diag::private_attribute.id, "x = ''.«_y»");
  expectRefused(diag::private_attribute.id, "x = []\nx.«_y» = 1");
  expectAccepted("x = type(1).__name__");
}

TEST(Rules, BuiltinsThatTheSubsetHasNot) {
  expectRefused(diag::file_access.id, "x = «open»('a')", "ctx.read");
  expectRefused(diag::dynamic_code.id, "«eval»('1')");
  expectRefused(diag::dynamic_code.id, "«exec»('1')");
  expectRefused(diag::dynamic_code.id, "x = «compile»");
  expectRefused(diag::reflection.id, "«getattr»(1, 'a')");
  expectRefused(diag::reflection.id, "x = [«globals»() for y in []]");
  expectRefused(diag::process_dependent.id, "«hash»('a')", "cache_key");
  expectRefused(diag::process_dependent.id, "«id»('a')");
  expectRefused(diag::interaction.id, "«input»()", "manual(inputs=");
  expectRefused(diag::process_control.id, "«exit»(1)", "ctx.fail");
  expectRefused(diag::class_machinery.id, "«super»()");
  expectRefused(diag::binary_data.id, "«bytes»(1)");
  expectRefused(diag::builtin_refused.id, "«iter»([])");
  expectRefused(diag::builtin_refused.id, "«divmod»(1, 2)");
  expectRefused(diag::builtin_refused.id, "raise «OSError»('a')");
  expectRefused(diag::module_not_imported.id, "x = «os».environ", "ctx.env");
  // One's own function of that name is one's own.
  expectAccepted("def open(x): return x\ny = open(1)");
}

//--- Imports ------------------------------------------------------------------

TEST(Rules, ImportsOutsideTheAllowList) {
  const DiagId id = diag::import_refused.id;
  expectRefused(id, "import «os»", "ctx.run");
  expectRefused(id, "import plue.lib.a, «subprocess as s»", "ctx.run");
  expectRefused(id, "from «os.path» import join", "ctx.read");
  expectRefused(id, "import «random»", "the same whenever");
  expectRefused(id, "from «urllib.request» import urlopen", "no network");
  expectRefused(id, "import «json»", "schema");
  expectRefused(id, "import «numpy»", ".plue/lib/");
  expectRefused(id, "import «plu»", "did you mean `plue`");
  expectRefused(diag::import_unknown_module.id, "import «plue.lip»");
  expectRefused(diag::import_unknown_name.id,
                "from plue import push, «workflo»", "`workflow`");
  expectRefused(diag::import_private.id, "from plue.lib.a import «_b»");
  expectRefused(diag::import_private.id, "import «plue.lib._a»");
  expectRefused(diag::import_star.id, "from plue import «*»");
  expectRefused(diag::import_relative.id, "from «.a» import b");
  expectRefused(diag::import_future.id, "«from __future__ import annotations»");
  expectAccepted("import plue\nimport plue.lib.a.b as c\n"
                 "from plue import workflow as w, list, lib\n"
                 "from plue.prompts import Review\nfrom plue.tools import a\n"
                 "from plue.actions.x import y\n");
}

//--- Constructs ---------------------------------------------------------------

TEST(Rules, RefusedStatements) {
  expectRefused(diag::class_refused.id, "«class A:»\n    pass", "schema");
  expectRefused(diag::try_refused.id, "«try:»\n  x = 1\nfinally:\n  y = 2",
                "continue_on_error");
  expectRefused(diag::with_refused.id, "«with len as x: pass»");
  expectRefused(diag::match_refused.id, "«match 1:»\n  case 1: pass", "elif");
  expectRefused(diag::async_refused.id, "«async def f(): pass»");
  expectRefused(diag::outer_binding_refused.id,
                "def f():\n    «global x»\n    x = 1", "return the value");
  expectRefused(diag::outer_binding_refused.id,
                "def f():\n  x = 1\n  def g():\n    «nonlocal x»\n    x = 2");
  expectRefused(diag::del_refused.id, "d = {1: 2}\n«del d[1]»",
                "write `d.pop(1)`");
  expectRefused(diag::del_refused.id, "d = 1\n«del d»", ".pop(key)");
  expectRefused(diag::slice_assignment_refused.id, "x = []\n«x[1:2]» = []");
  expectRefused(diag::slice_assignment_refused.id, "x = []\na, *«x[:]» = 1, 2");
}

TEST(Rules, RefusedExpressions) {
  expectRefused(diag::yield_refused.id, "def f():\n    x = «yield»");
  expectRefused(diag::bytes_refused.id, "x = «b'a' b'b'»");
  expectRefused(diag::complex_refused.id, "x = 1 + «2j»");
  expectRefused(diag::identity_refused.id, "x = 1 «is» 2", "`==`");
  expectRefused(diag::identity_refused.id, "x = None is 1 «is not» 2", "`!=`");
  expectAccepted("x = 1 is None, 2 is not True");
}

TEST(Rules, AwaitIsRefused) {
  Checked checked("async def f(): pass\nx = [1 for y in []]\n");
  EXPECT_EQ(checked.diags.numErrors(), 1U);
  // An `await` cannot stand outside a refused function, except in a generator.
  Checked generator("x = any(await y for y in [])\n");
  ASSERT_EQ(generator.diags.numErrors(), 1U);
  EXPECT_EQ(generator.diags.sorted()[0]->id, DiagId::await_refused);
}

TEST(Rules, GeneratorsFeedFunctions) {
  expectRefused(diag::generator_refused.id, "x = «(y for y in [])»", "list");
  expectRefused(diag::generator_refused.id, "print(«(y for y in [])»)");
  expectRefused(diag::generator_refused.id, "sum([], «(y for y in [])»)");
  expectRefused(diag::generator_refused.id,
                "def any(x): return x\nany«(y for y in [])»");
  expectAccepted("x = any(y for y in []), sorted((y for y in []), key=len)\n"
                 "z = ', '.join(str(y) for y in [])\n");
}

TEST(Rules, FormatStringsDoNotReachIntoValues) {
  const DiagId id = diag::format_traversal.id;
  expectRefused(id, "x = «'{0.__class__}'».format(1)", "f\"{");
  expectRefused(id, "x = «'{a[0]}'».format(a=[1])");
  expectRefused(id, "x = «'{:{a.b}}'».format(1, a=2)");
  expectRefused(id, "x = str.format(«'{0.x}'», 1)");
  expectRefused(diag::format_map_refused.id, "x = '{a}'.«format_map»({})");
  expectAccepted("x = '{} {a:>{w}.3f} {{a.b}} {0!r}'.format(1, a=2, w=3)");
  expectAccepted("x = '%s.%d' % (1, 2)");
}

TEST(Rules, EverythingIsReportedInOneRun) {
  Checked checked("import os\n"
                  "def f(x):\n"
                  "    with open(x) as g:\n"
                  "        y = g.__dict__\n"
                  "    return z\n");
  EXPECT_EQ(listed(checked.diags, checked.sources),
            "1:8: the module `os` cannot be imported into a workflow "
            "[import-refused]\n"
            "3:5: `with` is not part of the workflow subset: there is nothing "
            "to open while planning [with-refused]\n"
            "4:15: the attribute `__dict__` belongs to Python itself "
            "[dunder-attribute]\n"
            "5:12: the name `z` means nothing here [unknown-name]\n");
}

TEST(Rules, ManyUnknownNamesTakeLinearTime) {
  std::string text;
  for (unsigned i = 0; i < 30'000; ++i)
    text += "abc" + std::to_string(i) + " = xyz" + std::to_string(i) + "\n";
  Checked checked(text);
  EXPECT_EQ(checked.diags.numErrors(), 30'000U);
}
