//===- TreeTest.cpp - The tree of legal programs --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FaultTest.h"
#include "llvm/Support/raw_ostream.h"

using namespace plue;
using namespace plue::test;

/// The printed tree of \p text without positions.
static std::string treeOf(llvm::StringRef text) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add("test.py", text.str());
  auto module = syntax::parse(file, sources, Limits(), diags);
  if (diags.hasErrors())
    return listed(diags, sources);
  std::string printed;
  llvm::raw_string_ostream os(printed);
  syntax::print(*module, sources, os);
  std::string result;
  llvm::StringRef rest = llvm::StringRef(printed).split('\n').second;
  while (!rest.empty()) {
    auto [line, next] = rest.split('\n');
    result += (line.drop_front(2).rsplit(" @").first + "\n").str();
    rest = next;
  }
  return result;
}

TEST(Tree, PositionsAreLinesAndColumns) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add("test.py", "é = 'ü'\nx = é.y\n");
  auto module = syntax::parse(file, sources, Limits(), diags);
  std::string printed;
  llvm::raw_string_ostream os(printed);
  syntax::print(*module, sources, os);
  EXPECT_EQ(printed, "Module\n"
                     "  Assign @1:1-1:8\n"
                     "    target: Name é @1:1-1:2\n"
                     "    value: Constant \"ü\" @1:5-1:8\n"
                     "  Assign @2:1-2:8\n"
                     "    target: Name x @2:1-2:2\n"
                     "    value: Attribute .y @2:5-2:8\n"
                     "      Name é @2:5-2:6\n");
}

TEST(Tree, OperatorsBindAsInPython) {
  EXPECT_EQ(treeOf("-a ** -b"), "Expr\n"
                                "  Unary -\n"
                                "    Binary **\n"
                                "      Name a\n"
                                "      Unary -\n"
                                "        Name b\n");
  EXPECT_EQ(treeOf("not a in b or c and d"), "Expr\n"
                                             "  BoolOp or\n"
                                             "    Unary not\n"
                                             "      Compare in\n"
                                             "        Name a\n"
                                             "        Name b\n"
                                             "    BoolOp and\n"
                                             "      Name c\n"
                                             "      Name d\n");
}

TEST(Tree, BooleanChainsAreFlatAndComparisonsOneNode) {
  EXPECT_EQ(treeOf("a or (b or c) or d"), "Expr\n"
                                          "  BoolOp or\n"
                                          "    Name a\n"
                                          "    BoolOp or\n"
                                          "      Name b\n"
                                          "      Name c\n"
                                          "    Name d\n");
  EXPECT_EQ(treeOf("a < b is  not c not in d"), "Expr\n"
                                                "  Compare < is not not in\n"
                                                "    Name a\n"
                                                "    Name b\n"
                                                "    Name c\n"
                                                "    Name d\n");
}

TEST(Tree, StarsHoldWholeOperands) {
  EXPECT_EQ(treeOf("x = *a.b | c, *[d]"), "Assign\n"
                                          "  target: Name x\n"
                                          "  value: Tuple\n"
                                          "    Starred\n"
                                          "      Binary |\n"
                                          "        Attribute .b\n"
                                          "          Name a\n"
                                          "        Name c\n"
                                          "    Starred\n"
                                          "      List\n"
                                          "        Name d\n");
  EXPECT_EQ(treeOf("x[*a]"), "Expr\n"
                             "  Subscript\n"
                             "    Name x\n"
                             "    index: Tuple\n"
                             "      Starred\n"
                             "        Name a\n");
}

TEST(Tree, ParenthesesMakeNoTuples) {
  EXPECT_EQ(treeOf("(a) = (b)\n(c,) = d,"), "Assign\n"
                                            "  target: Name a\n"
                                            "  value: Name b\n"
                                            "Assign\n"
                                            "  target: Tuple\n"
                                            "    Name c\n"
                                            "  value: Tuple\n"
                                            "    Name d\n");
}

TEST(Tree, ElifIsNested) {
  EXPECT_EQ(treeOf("if a: pass\nelif b: pass\nelse: pass"), "If\n"
                                                            "  if: Name a\n"
                                                            "  then\n"
                                                            "    Pass\n"
                                                            "  else\n"
                                                            "    If\n"
                                                            "      if: Name b\n"
                                                            "      then\n"
                                                            "        Pass\n"
                                                            "      else\n"
                                                            "        Pass\n");
}

TEST(Tree, Parameters) {
  EXPECT_EQ(treeOf("def f(a, /, b: list[int] = 1, *c, d, **e) -> g: pass"),
            "FunctionDef f\n"
            "  parameter: a positional-only\n"
            "  parameter: b plain\n"
            "    annotation: Subscript\n"
            "      Name list\n"
            "      index: Name int\n"
            "    default: Constant 1\n"
            "  parameter: c *\n"
            "  parameter: d keyword-only\n"
            "  parameter: e **\n"
            "  returns: Name g\n"
            "  body\n"
            "    Pass\n");
}

TEST(Tree, Arguments) {
  EXPECT_EQ(treeOf("f(a, *b, c=1, **d)\ng(x for x in y)"),
            "Expr\n"
            "  Call\n"
            "    callee: Name f\n"
            "    Name a\n"
            "    *: Name b\n"
            "    c=: Constant 1\n"
            "    **: Name d\n"
            "Expr\n"
            "  Call\n"
            "    callee: Name g\n"
            "    Comprehension generator\n"
            "      element: Name x\n"
            "      for\n"
            "        target: Name x\n"
            "        in: Name y\n");
}

TEST(Tree, Imports) {
  EXPECT_EQ(treeOf("import a . b, c as d\nfrom ..e import (f, g as h,)"),
            "Import\n"
            "  a.b as a\n"
            "  c as d\n"
            "ImportFrom ..e\n"
            "  f as f\n"
            "  g as h\n");
}

TEST(Tree, SoftKeywordsAreNames) {
  EXPECT_EQ(treeOf("print >> match, type"), "Expr\n"
                                            "  Tuple\n"
                                            "    Binary >>\n"
                                            "      Name print\n"
                                            "      Name match\n"
                                            "    Name type\n");
}

/// What is refused is still there, so that Sema sees what is inside.
TEST(Tree, RefusedStatementsKeepTheirNamesAndBodies) {
  EXPECT_EQ(treeOf("try: a = 1\nexcept B as c: d\nfinally: e"),
            "Refused try c\n"
            "  body\n"
            "    Assign\n"
            "      target: Name a\n"
            "      value: Constant 1\n"
            "    Expr\n"
            "      Name d\n"
            "    Expr\n"
            "      Name e\n");
  EXPECT_EQ(treeOf("with a as (b, c), d: e"), "Refused with b c\n"
                                              "  body\n"
                                              "    Expr\n"
                                              "      Name e\n");
  EXPECT_EQ(treeOf("class A: pass\nasync def f(): pass\nglobal g"),
            "Refused class A\n"
            "Refused async def f\n"
            "Refused global g\n");
}

TEST(Tree, Docstrings) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add("test.py", "'''a'''\n"
                                       "def f():\n"
                                       "    'b' 'c'\n"
                                       "def g():\n"
                                       "    f'd'\n");
  auto module = syntax::parse(file, sources, Limits(), diags);
  ASSERT_EQ(module->body.size(), 3U);
  EXPECT_EQ(module->docstring, "a");
  EXPECT_EQ(llvm::cast<syntax::FunctionDefStmt>(module->body[1])->docstring,
            "bc");
  EXPECT_EQ(llvm::cast<syntax::FunctionDefStmt>(module->body[2])->docstring,
            std::nullopt);
}

//--- Literals -----------------------------------------------------------------

static std::string valueOf(llvm::StringRef expression) {
  std::string tree = treeOf(expression);
  return llvm::StringRef(tree).split('\n').second.trim().str();
}

TEST(Tree, Numbers) {
  EXPECT_EQ(valueOf("1_000"), "Constant 1000");
  EXPECT_EQ(valueOf("00"), "Constant 0");
  EXPECT_EQ(valueOf("0X_fF"), "Constant 0xfF");
  EXPECT_EQ(valueOf("123456789012345678901234567890"),
            "Constant 123456789012345678901234567890");
  EXPECT_EQ(valueOf("1_0.5e-1"), "Constant 1.05");
  EXPECT_EQ(valueOf(".1"), "Constant 0.10000000000000001");
  EXPECT_EQ(valueOf("1e999"), "Constant inf");
  EXPECT_EQ(valueOf("1e-999"), "Constant 0");
  EXPECT_EQ(valueOf("1j"), "Refused complex");
}

TEST(Tree, StringEscapes) {
  EXPECT_EQ(valueOf(R"('\x41\u00e9\U0001F600\N{em dash}\101')"),
            "Constant \"Aé😀—A\"");
  EXPECT_EQ(valueOf(R"('a\
b\'\"\\\a\0')"),
            R"(Constant "ab'\"\\\x07\x00")");
  EXPECT_EQ(valueOf(R"(r'\n\'' '\d')"), R"(Constant "\\n\\'\\d")");
  EXPECT_EQ(valueOf("'''a\r\nb\rc'''"), "Constant \"a\\x0ab\\x0ac\"");
  EXPECT_EQ(valueOf("('a' # comment\n u'b'\n \"\"\"c\"\"\")"),
            "Constant \"abc\"");
  EXPECT_EQ(valueOf("b'a'"), "Refused bytes");
}

TEST(Tree, FormattedStrings) {
  EXPECT_EQ(treeOf("f'a{b}{{c}}' 'd' rf'{e!r:>{f}}\\n'"),
            "Expr\n"
            "  JoinedStr\n"
            "    text \"a\"\n"
            "    replacement\n"
            "      Name b\n"
            "    text \"{c}d\"\n"
            "    replacement !r with spec\n"
            "      Name e\n"
            "      text \">\"\n"
            "      replacement\n"
            "        Name f\n"
            "    text \"\\\\n\"\n");
  EXPECT_EQ(treeOf("f'{ a = }{b=:x}{c=!s}'"), "Expr\n"
                                              "  JoinedStr\n"
                                              "    text \" a = \"\n"
                                              "    replacement !r\n"
                                              "      Name a\n"
                                              "    text \"b=\"\n"
                                              "    replacement with spec\n"
                                              "      Name b\n"
                                              "      text \"x\"\n"
                                              "    text \"c=\"\n"
                                              "    replacement !s\n"
                                              "      Name c\n");
  EXPECT_EQ(treeOf("f'''{f\"{f'{a}'}\"}'''"), "Expr\n"
                                              "  JoinedStr\n"
                                              "    replacement\n"
                                              "      JoinedStr\n"
                                              "        replacement\n"
                                              "          JoinedStr\n"
                                              "            replacement\n"
                                              "              Name a\n");
  EXPECT_EQ(treeOf("f'{a:=5}{b!=c}{*d,}'"), "Expr\n"
                                            "  JoinedStr\n"
                                            "    replacement with spec\n"
                                            "      Name a\n"
                                            "      text \"=5\"\n"
                                            "    replacement\n"
                                            "      Compare !=\n"
                                            "        Name b\n"
                                            "        Name c\n"
                                            "    replacement\n"
                                            "      Tuple\n"
                                            "        Starred\n"
                                            "          Name d\n");
}
