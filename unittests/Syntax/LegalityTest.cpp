//===- LegalityTest.cpp - What CPython rejects is rejected ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FaultTest.h"

using namespace plue;
using namespace plue::test;

static void expectFault(DiagId id, llvm::StringRef marked) {
  MarkedProgram program = unmark(marked);
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add("test.py", program.text);
  auto module = syntax::parse(file, sources, Limits(), diags);
  expectOneAt(diags, sources, id, program);
  EXPECT_TRUE(module->body.empty()) << program.text;
}

static void expectLegal(llvm::StringRef text) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add("test.py", text.str());
  auto module = syntax::parse(file, sources, Limits(), diags);
  EXPECT_FALSE(diags.hasErrors()) << text.str() << "\n"
                                  << listed(diags, sources);
}

//--- The file as text ---------------------------------------------------------

TEST(Legality, TextMustBeUtf8) {
  expectFault(diag::not_utf8.id, "x = '«\xFF»'");
  expectFault(diag::not_utf8.id, "«\xC3» = 1");
  expectFault(diag::nul_byte.id, llvm::StringRef("x = 1«\0»", 10));
  expectFault(diag::other_encoding.id, "# -*- coding: «latin-1» -*-\n");
  expectFault(diag::other_encoding.id, "#!x\n# vim: fileencoding=«cp1252»\n");
  expectLegal("x = 1\n\n# coding: latin-1\n");
  expectLegal("# coding: utf-8\nx = 'é'");
  expectLegal("\xEF\xBB\xBFx = 1");
}

TEST(Legality, LargeFilesAreRefused) {
  SourceManager sources;
  DiagnosticEngine diags;
  Limits limits;
  limits.sourceBytes = 10;
  FileId file = sources.add("test.py", "x = 1 # and more");
  syntax::parse(file, sources, limits, diags);
  ASSERT_EQ(diags.numErrors(), 1U);
  EXPECT_EQ(diags.sorted()[0]->id, DiagId::source_too_large);
}

TEST(Legality, LineEndsOfEverySystem) {
  expectLegal("if x:\r\n    y = 1\r\nz = 2\r\n");
  expectLegal("if x:\r    y = 1\rz = 2\r");
  expectLegal("if x:\n    y = '''a\r\nb'''\n\f\nz = 2");
}

//--- Layout -------------------------------------------------------------------

TEST(Legality, Indentation) {
  expectFault(diag::inconsistent_tabs.id, "if x:\n\ty = 1\n«        »z = 2\n");
  expectFault(diag::inconsistent_tabs.id, "if x:\n        if y:\n«\t»z = 1\n");
  expectFault(diag::unmatched_dedent.id, "if x:\n    y = 1\n«  »z = 2\n");
  expectFault(diag::unexpected_indent.id, "x = 1\n«    »y = 2\n");
  expectFault(diag::expected_block.id, "if x:\n«y» = 1\n");
  expectFault(diag::expected_block.id, "def f():\n    # only this\n«»");
  expectFault(diag::expected_block.id, "for x in y:\n    z\nelse:\n«w»");
  expectLegal("if x:\n\ty = 1\n\tif z:\n\t    w = 2\n");
  expectLegal("if x:\n  y\n # a comment anywhere\n  z\n");
}

TEST(Legality, LineContinuations) {
  expectFault(diag::stray_backslash.id, "x = «\\» 1\n");
  expectFault(diag::nothing_after_backslash.id, "x = 1 «\\»\n");
  expectLegal("x = \\\n 1");
}

TEST(Legality, Brackets) {
  expectFault(diag::unclosed_bracket.id, "x = [1, «(»2, 3\n");
  expectFault(diag::unclosed_bracket.id, "f«(»1,\ndef g():\n    pass\n");
  expectFault(diag::unmatched_bracket.id, "x = 1«)»\n");
  expectFault(diag::mismatched_bracket.id, "x = (1«]»\n");
  expectFault(diag::unknown_character.id, "x = a «?» b\n");
  expectFault(diag::unknown_character.id, "x = «`»a\n");
  expectFault(diag::unknown_character.id, "x = «“»a\n");
  expectFault(diag::unstable_identifier.id, "«ﬁ»t = 1\n");
  expectLegal("größe = 名前 = 1");
}

TEST(Legality, AnUnclosedBracketDoesNotHideWhatFollows) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add("test.py", "def f():\n    x = (1,\n    return x\n\n"
                                       "def g(a, a): pass\n");
  syntax::parse(file, sources, Limits(), diags);
  EXPECT_EQ(listed(diags, sources),
            "2:9: `(` is never closed [unclosed-bracket]\n"
            "5:10: the parameter `a` is declared twice "
            "[duplicate-parameter]\n");
}

//--- Literals -----------------------------------------------------------------

TEST(Legality, Numbers) {
  expectFault(diag::leading_zero.id, "x = «0777»");
  expectFault(diag::malformed_number.id, "x = «1__0»");
  expectFault(diag::malformed_number.id, "x = «1_»");
  expectFault(diag::malformed_number.id, "x = «0x»");
  expectFault(diag::malformed_number.id, "x = «0o8»");
  expectFault(diag::malformed_number.id, "x = «1e+»");
  expectFault(diag::malformed_number.id, "x = «12abc»");
  expectFault(diag::too_many_digits.id, "x = «" + std::string(4301, '9') + "»");
  expectLegal("x = 00, 0_0, 0x_f, 0B1, 1_0.0_1e-1_0, 1if y else 2, 0e5, 1.j");
}

TEST(Legality, Strings) {
  expectFault(diag::unterminated_string.id, "x = «'abc»\n");
  expectFault(diag::unterminated_triple_string.id, "x = «'''»abc\n\ny = 1");
  expectFault(diag::malformed_escape.id, "x = 'a«\\x4»'");
  expectFault(diag::malformed_escape.id, "x = '«\\u123»'");
  expectFault(diag::malformed_escape.id, "x = '«\\U00110000»'");
  expectFault(diag::malformed_escape.id, "x = '«\\N»x'");
  expectFault(diag::malformed_escape.id, "x = b'«\\x»g'");
  expectFault(diag::unknown_character_name.id, "x = '«\\N{NO SUCH}»'");
  expectFault(diag::surrogate_escape.id, "x = '«\\ud800»'");
  expectFault(diag::non_ascii_bytes.id, "x = b'«\xC3»\xA9'");
  expectFault(diag::mixed_bytes.id, "x = 'a' «b'b'»");
  expectLegal("x = '\\d\\8\\'' r'\\x' if y else rb'\\xg'");
}

TEST(Legality, FormattedStrings) {
  expectFault(diag::malformed_fstring.id, "x = f'a«}»'");
  expectFault(diag::malformed_fstring.id, "x = f'«{»a'");
  expectFault(diag::malformed_fstring.id, "x = f'«{ »}'");
  expectFault(diag::malformed_fstring.id, "x = f'{a«!»x}'");
  expectFault(diag::malformed_fstring.id, "x = f'{a[«\\»'b\\']}'");
  expectFault(diag::malformed_fstring.id, "x = f'''{a «#» b\n}'''");
  expectFault(diag::malformed_fstring.id, "x = f'{a:{b:«{»c}}}'");
  expectFault(diag::malformed_fstring.id, "x = f'{a«)»}'");
  expectFault(diag::expected_token.id, "x = f'{a «b»}'");
  expectFault(diag::expected_token.id, "x = f'{lambda x«»:1}'");
  expectFault(diag::unknown_character.id, "x = f'{a «$»}'");
  expectLegal("x = f'{{}}{a!r:>{b}}{c=}{d != e:%H}{ {1} }' f'''{f'{g}'}'''");
}

//--- Statements ---------------------------------------------------------------

TEST(Legality, Python2) {
  expectFault(diag::statement_of_python2.id, "«print» 'x'");
  expectFault(diag::statement_of_python2.id, "«exec» 'x'");
  expectFault(diag::expected_token.id, "if a «<>» b: pass");
  expectFault(diag::expected_token.id, "raise A«,» 'x'");
  expectFault(diag::except_clauses.id, "try: a\nexcept B«,» c: d");
  expectFault(diag::parameter_order.id, "def f(a, «(»b, c)): pass");
}

TEST(Legality, StatementsNeedTheirParts) {
  expectFault(diag::expected_token.id, "if x«»\n    y = 1");
  expectFault(diag::expected_token.id, "if x «=» 1: pass");
  expectFault(diag::expected_token.id, "x =«» \n");
  expectFault(diag::expected_token.id, "x = 1 «y» = 2");
  expectFault(diag::expected_token.id, "else_ = 1\nif x: y\n«else if» z: w");
  expectFault(diag::expected_token.id, "import a,«»\n");
  expectFault(diag::expected_token.id, "from a import b«,»\n");
  expectFault(diag::expected_token.id, "@f\n«x» = 1");
  expectFault(diag::expected_token.id, "async «x»");
  expectFault(diag::expected_token.id, "with «:» pass");
  expectFault(diag::orphan_clause.id, "«else»: x");
  expectFault(diag::orphan_clause.id, "x\n«except» A: y");
  expectFault(diag::compound_inside_line.id, "x = 1; «if» y: z");
  expectFault(diag::keyword_as_name.id, "def «class»(): pass");
  expectFault(diag::keyword_as_name.id, "x.«None»");
  expectFault(diag::keyword_as_name.id, "import «in»");
}

TEST(Legality, StatementsInTheirPlaces) {
  expectFault(diag::outside.id, "«return» 1");
  expectFault(diag::outside.id, "class A:\n    «return»");
  expectFault(diag::outside.id, "x = (yield_, («yield»))");
  expectFault(diag::outside.id, "def f(): return [(«yield») for x in y]");
  expectFault(diag::outside.id, "if x: «break»");
  expectFault(diag::outside.id, "for x in y:\n    def f(): «continue»");
  expectFault(diag::outside.id, "def f(): «await» x");
  expectFault(diag::outside.id, "def f(): return [x «async» for x in y]");
  expectFault(diag::outside.id, "«async» with a: pass");
  expectFault(diag::outside.id, "def f():\n    from a import «*»");
  expectFault(diag::outside.id, "nonlocal «x»");
  expectFault(diag::async_generator_return.id,
              "async def f():\n    yield 1\n    «return» 2");
  expectFault(diag::except_star_jump.id,
              "for x in y:\n  try: a\n  except* B: «break»");
  expectLegal("for x in y:\n  try: a\n  finally: continue");
  expectLegal("def f(): return [x for x in (yield)]");
  expectLegal(
      "async def f(): return [await x for x in y], (z async for z in w)");
}

TEST(Legality, ExceptClauses) {
  expectFault(diag::except_clauses.id, "«try»: x\ny = 1");
  expectFault(diag::except_clauses.id, "try: x\n«except»: y\nexcept A: z");
  expectFault(diag::except_clauses.id, "try: x\nexcept A: y\n«except»* B: z");
  expectFault(diag::nested_too_deeply.id, [] {
    std::string text;
    for (unsigned i = 0; i < 21; ++i)
      text += std::string(i, ' ') + (i == 20 ? "«while»" : "while") + " x:\n";
    return text + std::string(21, ' ') + "pass";
  }());
}

TEST(Legality, Patterns) {
  expectFault(diag::pattern_fault.id, "match x:\n  case [a, «a»]: y");
  expectFault(diag::pattern_fault.id, "match x:\n  case «a» | b: y");
  expectFault(diag::pattern_fault.id, "match x:\n  case «_»: y\n  case 1: z");
  expectFault(diag::pattern_fault.id, "match x:\n  case [*a, «*»b]: y");
  expectFault(diag::pattern_fault.id, "match x:\n  case A(b=1, «c»): y");
  expectFault(diag::pattern_fault.id, "match x:\n  case {0: a, «-0.0»: b}: y");
  expectFault(diag::pattern_fault.id, "match x:\n  case «f'a'»: y");
  expectFault(diag::expected_token.id, "match x:\n  case «not» a: y");
  expectLegal("match x:\n  case {'a': 1, **b} | [b, *_] if b: y\n  case _: z");
  expectLegal("match = case = type = print = exec = _ = 1\nmatch[case]");
}

//--- Targets and names --------------------------------------------------------

TEST(Legality, Assignment) {
  expectFault(diag::cannot_assign.id, "«f()» = 1");
  expectFault(diag::cannot_assign.id, "«a + 1» = 2");
  expectFault(diag::cannot_assign.id, "x = «1» = 2");
  expectFault(diag::cannot_assign.id, "«None» = 1");
  expectFault(diag::cannot_assign.id, "(a, «'b'») = c");
  expectFault(diag::cannot_assign.id, "*a, «*b» = c");
  expectFault(diag::cannot_assign.id, "for «f()» in x: pass");
  expectFault(diag::cannot_assign.id, "with a as «b + c»: pass");
  expectFault(diag::cannot_assign.id, "[x for «1» in y]");
  expectFault(diag::cannot_assign.id, "«__debug__» = 1");
  expectFault(diag::cannot_assign.id, "f(«__debug__»=1)");
  expectFault(diag::cannot_delete.id, "del «f()»");
  expectFault(diag::cannot_delete.id, "del «*a»");
  expectFault(diag::cannot_annotate.id, "«(a, b)»: int = 1");
  expectFault(diag::cannot_annotate.id, "«f()»: int");
  expectFault(diag::cannot_augment.id, "«a, b» += 1");
  expectFault(diag::cannot_augment.id, "«f()» -= 1");
  expectFault(diag::lone_star.id, "«*a» = 1");
  expectFault(diag::lone_star.id, "x = «*a»");
  expectFault(diag::lone_star.id, "x = («*a»)");
  expectFault(diag::lone_star.id, "for «*a» in b: pass");
  expectLegal("(a) = [b, *c] = d.e[0], *f[1:] = (), [] = x");
}

TEST(Legality, AssignmentExpressions) {
  expectFault(diag::walrus_misplaced.id, "x «:=» 1");
  expectFault(diag::walrus_misplaced.id, "(«a.b» := 1)");
  expectFault(diag::walrus_misplaced.id, "[x for x in («y» := z)]");
  expectFault(diag::walrus_misplaced.id, "[(«x» := 1) for x in y]");
  expectFault(diag::walrus_misplaced.id,
              "class A:\n    x = [(«y» := z) for z in w]");
  expectFault(diag::expected_token.id, "f(a=b «:=» 1)");
  expectLegal("if (n := 1) > 0: [y := n, z[i := 0], f(w := 2)]");
}

TEST(Legality, Declarations) {
  expectFault(diag::declaration_conflict.id,
              "def f():\n    x = 1\n    global «x»");
  expectFault(diag::declaration_conflict.id, "def f(x):\n    global «x»");
  expectFault(diag::declaration_conflict.id,
              "def f():\n    print(x)\n    global «x»");
  expectFault(diag::declaration_conflict.id,
              "def f():\n    global x\n    «x»: int = 1");
  expectFault(diag::nonlocal_unbound.id, "def f():\n    nonlocal «x»");
  expectLegal("def f():\n  def g():\n    nonlocal x\n  x = 1");
  expectLegal("def f():\n  [x for x in y]\n  global x");
}

TEST(Legality, FutureImports) {
  expectFault(diag::future_import.id,
              "x = 1\nfrom «__future__» import division");
  expectFault(diag::future_import.id, "from __future__ import «braces»");
  expectLegal("'doc'\nfrom __future__ import annotations");
}

//--- Parameters, arguments, displays ------------------------------------------

TEST(Legality, Parameters) {
  expectFault(diag::duplicate_parameter.id, "def f(a, *, «a»): pass");
  expectFault(diag::duplicate_parameter.id, "lambda a, *«a»: 1");
  expectFault(diag::default_order.id, "def f(a=1, «b»): pass");
  expectFault(diag::parameter_order.id, "def f(«*»): pass");
  expectFault(diag::parameter_order.id, "def f(«*», **k): pass");
  expectFault(diag::parameter_order.id, "def f(*a, «*»b): pass");
  expectFault(diag::parameter_order.id, "def f(**k, «a»): pass");
  expectFault(diag::parameter_order.id, "def f(«/», a): pass");
  expectFault(diag::parameter_order.id, "def f(«*»a=1): pass");
  expectFault(diag::cannot_annotate.id, "«lambda a: int»: 1");
  expectLegal("def f(a, b=1, /, c=2, *d: *e, f, g=3, **h) -> i: pass");
}

TEST(Legality, Arguments) {
  expectFault(diag::argument_order.id, "f(a=1, «b»)");
  expectFault(diag::argument_order.id, "f(**a, «b»)");
  expectFault(diag::argument_order.id, "f(**a, «*»b)");
  expectFault(diag::repeated_keyword.id, "f(a=1, «a»=2)");
  expectFault(diag::keyword_target.id, "f(«a.b»=1)");
  expectFault(diag::keyword_target.id, "f(«True»=1)");
  expectFault(diag::generator_parentheses.id, "f(«x» for x in y, 1)");
  expectFault(diag::expected_token.id, "f(a «b»)");
  expectLegal("f(a, *b, c=1, *d, **e, g=2)");
}

TEST(Legality, Displays) {
  expectFault(diag::mixed_display.id, "x = {1: 2, «3»}");
  expectFault(diag::mixed_display.id, "x = {1, «2»: 3}");
  expectFault(diag::unpacking_in_comprehension.id, "[«*x» for x in y]");
  expectFault(diag::unpacking_in_comprehension.id, "{«**»x for x in y}");
  expectLegal("x = {**a, 'b': 1}, {*a, 1}, {}, {(y := 1): 2}");
}

//--- Many at once -------------------------------------------------------------

TEST(Legality, EveryLineIsReportedOnce) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add("test.py", "if x\n"
                                       "    y = = 1\n"
                                       "f() = g() = 2 3\n"
                                       "def h(:\n"
                                       "    return 1 +\n"
                                       "x = 1\n");
  syntax::parse(file, sources, Limits(), diags);
  EXPECT_EQ(listed(diags, sources),
            "1:5: expected `:`, not the end of the line [expected-token]\n"
            "2:9: expected an expression, not `=` [expected-token]\n"
            "3:1: cannot assign to a function call [cannot-assign]\n"
            "4:6: `(` is never closed [unclosed-bracket]\n"
            "5:15: expected an expression, not the end of the line "
            "[expected-token]\n");
}
