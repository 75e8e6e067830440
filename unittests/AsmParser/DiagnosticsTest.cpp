//===- DiagnosticsTest.cpp - What is said about a plan's text -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Each test has a fault and expects what it is called and where it is.
//===----------------------------------------------------------------------===//
#include "TestText.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::asmparser;
using testing::HasSubstr;

static std::string errors(std::string text) {
  return Parsed(std::move(text)).errors();
}

/// Of a workflow with these lines.
static std::string faults(llvm::StringRef body, llvm::StringRef shared = "") {
  return errors(workflowText(body, shared));
}

/// Of a function with this code.
static std::string codeFaults(llvm::StringRef code,
                              llvm::StringRef head = "(x: int) : int slots 1") {
  return errors(
      ("plan version 1.0\nfunc @f.0" + head + " {\n" + code + "}\n").str());
}

//--- Characters ---------------------------------------------------------------

TEST(TextErrors, Characters) {
  EXPECT_EQ(faults("  %a = const \"x : str\n"),
            "\"x : str | a string is not closed at the end of its line\n");
  EXPECT_EQ(faults("  %a = const \"\\q\" : str\n"),
            "\\q | `\\q` is no escape\n"
            "  hint: the escapes are \\\" \\\\ \\n \\t \\r and \\xHH\n");
  EXPECT_THAT(faults("  %a = const \"\\x1g\" : str\n"),
              HasSubstr("`\\x1g` is no escape"));
  EXPECT_EQ(faults("  %a = é : str\n"), "é | stray character `é`\n");
  EXPECT_EQ(faults("  %a = \x01 : str\n"), "\x01 | stray character 0x1\n");
  EXPECT_EQ(faults("  %a = const \"\xff\" : str\n"),
            " | this line is not UTF-8; write other bytes of a string as "
            "`\\xHH`\n");
}

//--- Structure ----------------------------------------------------------------

TEST(TextErrors, TheFirstLine) {
  EXPECT_EQ(errors(""), " | expected `plan`, not the end of the text\n");
  EXPECT_EQ(
      errors("plan version 2.0"),
      "2.0 | the text of a plan of version 2.0; this is plue for versions "
      "1.0 to 1.0\n");
  EXPECT_THAT(errors("plan version 1.9"), HasSubstr("version 1.9"));
  EXPECT_THAT(errors("plan version one"), HasSubstr("expected a version"));
}

TEST(TextErrors, Declarations) {
  EXPECT_EQ(errors("plan version 1.0\nworkflov @w {\n}\n"),
            "workflov | unknown declaration `workflov`\n"
            "  hint: did you mean `workflow`?\n");
  EXPECT_THAT(errors("plan version 1.0\nsource \"a\" 12\n"),
              HasSubstr("`12` is not a digest of 64 hexadecimal digits"));
  EXPECT_THAT(errors("plan version 1.0\n}\n"),
              HasSubstr("} | expected a declaration, not `}`"));
}

TEST(TextErrors, WhatIsNotClosed) {
  EXPECT_EQ(errors("plan version 1.0\nworkflow @w {\n  image \"host\"\n"),
            " | expected `}`, not the end of the text\n"
            "  { | it began here\n");
  EXPECT_THAT(faults("  %l = input \"l\" : !l\n  %t = const True : bool\n"
                     "  %s = step foreach : step\n"
                     "  %f = foreach %i: str in %l iter (%g: bool = %t) : !t "
                     "{\n  }\n",
                     "type !l = list(str)\ntype !t = tuple(bool)\n"),
              HasSubstr("} | expected `yield`, not `}`"));
}

TEST(TextErrors, Fields) {
  EXPECT_EQ(faults("  image \"host\"\n"), "image | `image` is given twice\n");
  EXPECT_EQ(faults("  imagine \"host\"\n"),
            "imagine | unknown item of a workflow `imagine`\n"
            "  hint: did you mean `image`?\n");
  EXPECT_THAT(faults("  timeout 3h\n"),
              HasSubstr("3h | `3h` is not a time like `30s` or `1500ms`"));
  EXPECT_THAT(faults("  timeout 99999999999999999999s\n"), HasSubstr("a time"));
  EXPECT_THAT(faults("  trigger pull {types = []}\n"),
              HasSubstr("unknown trigger `pull`"));
}

//--- Names --------------------------------------------------------------------

TEST(TextErrors, Values) {
  EXPECT_EQ(faults("  %name = const 1 : int\n  %b = str %nam : str\n"),
            "%nam | value `%nam` is not defined\n"
            "  hint: did you mean `%name`?\n");
  EXPECT_EQ(faults("  %b = str %a : str\n  %a = const 1 : int\n"),
            "%a | value `%a` is used before it is defined\n"
            "  %a | it is defined here\n");
  EXPECT_EQ(faults("  %a = const 1 : int\n  %a = const 2 : int\n"),
            "%a | value `%a` is defined twice\n"
            "  %a | it is defined here\n");
}

/// A value whose definition failed is not missed.
TEST(TextErrors, OneFaultIsReportedOnce) {
  EXPECT_EQ(faults("  %a = cunst 1 : int\n  %b = str %a : str\n"),
            "cunst | unknown operation `cunst`\n"
            "  hint: did you mean `const`?\n");
}

TEST(TextErrors, ManyFaultsAreReportedTogether) {
  EXPECT_EQ(faults("  %a = cunst 1 : int\n"
                   "  %b = const 1 : imt\n"
                   "  %c = const 1 int\n"),
            "cunst | unknown operation `cunst`\n"
            "  hint: did you mean `const`?\n"
            "imt | unknown type `imt`\n"
            "  hint: did you mean `int`?\n"
            "int | expected `:`, not `int`\n");
}

TEST(TextErrors, Types) {
  EXPECT_EQ(faults("  %a = input \"a\" : !x\n"),
            "!x | type `!x` is not defined\n");
  EXPECT_EQ(faults("  %a = input \"a\" : list\n"),
            "list | expected a type, not `list`\n"
            "  hint: give it a name by `type !name = list(…)`\n");
  EXPECT_EQ(faults("", "type !a = list(str)\ntype !b = list(str)\n"),
            "!b | `!b` is the same type as `!a`\n");
  EXPECT_EQ(faults("", "type !a = list(str, int)\n"),
            "!a = list(str, int) | type 8 must have one element\n");
}

TEST(TextErrors, Entries) {
  EXPECT_EQ(faults("  %a = input #3 : str\n"), "3 | there is no string 3\n");
  EXPECT_THAT(faults("  %a = shell #0 [] : str\n"),
              HasSubstr("there is no template 0"));
}

//--- Operations ---------------------------------------------------------------

TEST(TextErrors, Operations) {
  EXPECT_EQ(faults("  const 1 : int\n"),
            "const | const needs `%name = const`\n");
  EXPECT_THAT(faults("  %a = end fail\n"),
              HasSubstr("expected an operation with a value, not `end`"));
  EXPECT_THAT(faults("  %a = const : int\n"), HasSubstr("expected a constant"));
  EXPECT_THAT(faults("  %a = const 1.5.2 : float\n"),
              HasSubstr("`1.5.2` is not an integer of up to 1234 digits or a "
                        "float"));
  EXPECT_THAT(faults("  %a = const 1 : int  loc(\"x.py\":1:1)\n"),
              HasSubstr("source `x.py` is not defined"));
}

TEST(TextErrors, Steps) {
  const char *start = "  %a = const \"x\" : str\n";
  auto fault = [&](llvm::StringRef line) { return faults(start + line.str()); };
  EXPECT_EQ(fault("  %s = step shell %a {keys = \"a\"} : step\n"),
            "keys | unknown attribute `keys`\n  hint: did you mean `key`?\n");
  EXPECT_EQ(fault("  %s = step shell %a {key = \"a\", key = \"b\"} : step\n"),
            "key | `key` is given twice\n");
  EXPECT_EQ(fault("  %s = step shell %a {key = \"a\"} : step\n"),
            "shell | a step of this kind needs `result = TYPE`\n");
  EXPECT_THAT(fault("  %s = step shel %a {} : step\n"),
              HasSubstr("unknown kind of step `shel`"));
  EXPECT_THAT(fault("  %s = step shell %a {deps = [%a order]} : step\n"),
              HasSubstr("%a | `%a` is no step"));
}

//--- Functions ----------------------------------------------------------------

TEST(TextErrors, Functions) {
  EXPECT_THAT(codeFaults("  laod %0\n  return\n"),
              HasSubstr("unknown instruction `laod`"));
  EXPECT_EQ(codeFaults("  load %0\n  jump L1\nL0:\n  return\n"),
            "L1 | label `L1` is not defined\n  hint: did you mean `L0`?\n");
  EXPECT_THAT(codeFaults("  load %0\n  closure @g.1\n"),
              HasSubstr("@g.1 | function `@g.1` is not defined"));
  EXPECT_THAT(codeFaults("  load %0\n  unary \"nut\"\n  return\n"),
              HasSubstr("unknown unary operator `\"nut\"`"));
  EXPECT_THAT(codeFaults("  load %x\n  return\n"),
              HasSubstr("`%x` is not a variable like `%0` or `%1:0`"));
  EXPECT_THAT(codeFaults("  return\n", "(x: int) : int"),
              HasSubstr("expected `slots`, not `{`"));
  EXPECT_THAT(codeFaults("  call 70000\n"), HasSubstr("from 0 to 65535"));
}

//--- Meaning ------------------------------------------------------------------

TEST(TextErrors, TheVerifierPointsIntoTheText) {
  EXPECT_EQ(faults("  %a = const 1 : int\n  %b = str %a : int\n"),
            "%b = str %a : int | workflow \"w\": op 1 (str): its type is not "
            "that of its result\n");
  EXPECT_EQ(faults("  trigger push {cron = \"* * * * *\"}\n"),
            "push {cron = \"* * * * *\"} | workflow \"w\": trigger 0: push has "
            "cron fields\n");
  EXPECT_EQ(faults("  dockerfile \"/x\"\n"),
            "@w { | workflow \"w\": it must have either an image or a "
            "dockerfile\n");
  EXPECT_EQ(faults("  %a = input \"a\" : !o\n  %g = input \"g\" : bool\n"
                   "  %u = unwrap %a, %g : str\n",
                   "type !o = optional(str)\n"),
            "%u = unwrap %a, %g : str | workflow \"w\": op 2 (unwrap): operand "
            "1 does not show that operand 0 is there\n");
  EXPECT_EQ(codeFaults("  load %0\n  pop\n  return\n"),
            "return | function 0: instruction 2 (return) finds too few "
            "values\n");
  EXPECT_EQ(codeFaults("  return\n", "(x: int, x: int) : int slots 2"),
            "@f.0(x: int, x: int) : int slots 2 { | function 0: parameter 1 "
            "has no name of its own\n");
}

//--- Codes --------------------------------------------------------------------

TEST(TextErrors, EachKindHasACode) {
  const std::pair<llvm::StringRef, std::string> Examples[] = {
      {"asm-not-utf8", "\xff"},
      {"asm-stray-character", "$"},
      {"asm-string-not-closed", workflowText("  doc \"\n")},
      {"asm-unknown-escape", workflowText("  doc \"\\y\"\n")},
      {"asm-expected", ""},
      {"asm-unknown-word", workflowText("  %a = x\n")},
      {"asm-missing", workflowText("  add\n")},
      {"asm-given-twice", workflowText("  image \"x\"\n")},
      {"asm-bad-number", workflowText("  timeout 1\n")},
      {"asm-version", "plan version 0.1"},
      {"asm-undefined", workflowText("  %a = not %b : bool\n")},
      {"asm-used-too-early", workflowText("  %a = not %a : bool\n  %a =\n")},
      {"asm-defined-twice", workflowText("  %a = const 1 : int\n"
                                         "  %a = const 1 : int\n")},
      {"asm-no-entry", workflowText("  %a = const #1 : int\n")},
      {"asm-not-a-step",
       workflowText("  %a = const 1 : int\n"
                    "  %b = step shell %a {deps = [%a data]} : step\n")},
      {"asm-type-twice",
       workflowText("", "type !a = list(str)\ntype !b = list(str)\n")},
      {"plan-unsound", workflowText("  %a = const 1 : str\n")}};
  for (const auto &[code, text] : Examples) {
    Parsed parsed(text);
    ASSERT_TRUE(parsed.diags.hasErrors()) << code.str();
    EXPECT_EQ(codeOf(parsed.diags.sorted()[0]->id), code);
  }
}
