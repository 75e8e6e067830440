//===- ResolverTest.cpp - What each name means ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "../Syntax/FaultTest.h"
#include "plue/Sema/Sema.h"
#include "llvm/Support/raw_ostream.h"
#include "gmock/gmock.h"

using namespace plue;
using namespace plue::test;
using testing::HasSubstr;

static constexpr llvm::StringRef builtins[] = {"len", "list", "print", "str"};
static constexpr llvm::StringRef sdk[] = {"workflow", "push"};

/// The resolved tree of \p text.
static std::string resolved(llvm::StringRef text) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add("test.py", text.str());
  auto module = syntax::parse(file, sources, Limits(), diags);
  (void)sema::check(*module, {.builtins = builtins, .sdk = sdk}, sources,
                    diags);
  if (diags.hasErrors())
    return listed(diags, sources);
  std::string printed;
  llvm::raw_string_ostream os(printed);
  syntax::print(*module, sources, os);
  return printed;
}

TEST(Resolver, GlobalsAndBuiltins) {
  std::string tree = resolved("x = len\ny = push\nlen = 1\nx\n");
  EXPECT_THAT(tree, HasSubstr("slots: x y len\n"));
  EXPECT_THAT(tree, HasSubstr("Name x -> global 0 @1:1"));
  EXPECT_THAT(tree, HasSubstr("Name push -> builtin 5 @2:5"));
  // Bound somewhere in the file, so a global everywhere in it.
  EXPECT_THAT(tree, HasSubstr("Name len -> global 2 @1:5"));
}

TEST(Resolver, ANameBoundAnywhereInAFunctionIsLocalToIt) {
  std::string tree = resolved("x = 1\n"
                              "def f(a, *b, c=x, **d):\n"
                              "    print(x)\n"
                              "    x = a\n");
  EXPECT_THAT(tree, HasSubstr("slots: a b c d x\n"));
  EXPECT_THAT(tree, HasSubstr("default: Name x -> global 0 @2:16"));
  EXPECT_THAT(tree, HasSubstr("Name x -> frame 0 slot 4 @3:11"));
  EXPECT_THAT(tree, HasSubstr("FunctionDef f -> global 1"));
}

TEST(Resolver, ClosuresCountFrames) {
  std::string tree = resolved("def f(a):\n"
                              "    def g():\n"
                              "        return lambda b: (a, b, g, f)\n");
  EXPECT_THAT(tree, HasSubstr("Name a -> frame 2 slot 0"));
  EXPECT_THAT(tree, HasSubstr("Name b -> frame 0 slot 0"));
  EXPECT_THAT(tree, HasSubstr("Name g -> frame 2 slot 1"));
  EXPECT_THAT(tree, HasSubstr("Name f -> global 0"));
}

TEST(Resolver, TheFirstIterableIsOutsideTheComprehension) {
  std::string tree = resolved("def f(x):\n"
                              "    return [x for x in x for y in x if y]\n");
  EXPECT_THAT(tree, HasSubstr("slots: x y\n"));
  EXPECT_THAT(tree, HasSubstr("element: Name x -> frame 0 slot 0 @2:13"));
  EXPECT_THAT(tree, HasSubstr("in: Name x -> frame 0 slot 0 @2:24"));
  EXPECT_THAT(tree, HasSubstr("in: Name x -> frame 0 slot 0 @2:35"));
  EXPECT_THAT(resolved("y = [1]\nx = [x for x in y for z in [y]]"),
              HasSubstr("in: Name y -> global 0 @2:17"));
}

TEST(Resolver, WalrusBindsOutsideComprehensions) {
  std::string tree = resolved("def f(a):\n"
                              "    b = [[c := i for i in j] for j in a]\n"
                              "    return c\n");
  EXPECT_THAT(tree, HasSubstr("slots: a b c\n"));
  EXPECT_THAT(tree, HasSubstr("target: Name c -> frame 2 slot 2"));
  EXPECT_THAT(resolved("x = lambda: (y := 1)"), HasSubstr("slots: y\n"));
}

TEST(Resolver, ImportsBind) {
  std::string tree = resolved("import plue.lib.a, plue.tools as t\n"
                              "from plue import push as p\n");
  EXPECT_THAT(tree, HasSubstr("slots: plue t p\n"));
  EXPECT_THAT(tree, HasSubstr("plue.lib.a as plue -> global 0"));
  EXPECT_THAT(tree, HasSubstr("push as p -> global 2"));
}

TEST(Resolver, NamesOfRefusedStatementsAreBound) {
  EXPECT_EQ(resolved("try:\n    a = 1\nexcept str as b:\n    c = 2\n"
                     "print(a, b, c)\n"),
            "1:1: `try` is not part of the workflow subset: planning does not "
            "go on after an error [try-refused]\n");
}
