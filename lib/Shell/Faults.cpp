//===- Faults.cpp - Why a value cannot stand somewhere --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Faults.h"
#include "llvm/Support/ErrorHandling.h"

using namespace plue;
using namespace plue::shell;

static DiagnosticBuilder report(SourceRange range, Fault fault,
                                llvm::StringRef subject,
                                DiagnosticEngine &diags) {
  switch (fault) {
  case Fault::None:
    break;
  case Fault::Unclear:
    return diags.report(range, diag::shell_hole_unclear);
  case Fault::Comment:
    return diags.report(range, diag::shell_hole_in_comment);
  case Fault::CommandName:
    return diags.report(range, diag::shell_hole_as_command);
  case Fault::Code:
    return diags.report(range, diag::shell_hole_in_code, subject);
  case Fault::Option:
    return diags.report(range, diag::shell_hole_as_option, subject);
  case Fault::Builtin:
    return diags.report(range, diag::shell_hole_for_builtin, subject);
  case Fault::Format:
    return diags.report(range, diag::shell_hole_in_format);
  case Fault::Arithmetic:
    return diags.report(range, diag::shell_hole_in_arithmetic);
  case Fault::Subscript:
    return diags.report(range, diag::shell_hole_in_subscript);
  case Fault::Expansion:
    return diags.report(range, diag::shell_hole_in_expansion);
  case Fault::Backticks:
    return diags.report(range, diag::shell_hole_in_backticks);
  case Fault::SpecialQuotes:
    return diags.report(range, diag::shell_hole_in_special_quotes);
  case Fault::AfterEscape:
    return diags.report(range, diag::shell_hole_after_escape, subject);
  case Fault::Name:
    return diags.report(range, diag::shell_hole_in_name);
  case Fault::Variable:
    return diags.report(range, diag::shell_hole_in_variable, subject);
  case Fault::Descriptor:
    return diags.report(range, diag::shell_hole_in_descriptor);
  case Fault::Delimiter:
    return diags.report(range, diag::shell_hole_in_delimiter);
  case Fault::QuotedHereDocument:
    return diags.report(range, diag::shell_hole_in_quoted_here_document);
  case Fault::AfterHereDocument:
    return diags.report(range, diag::shell_hole_after_here_document);
  case Fault::WithHereDocument:
    return diags.report(range, diag::shell_hole_with_here_document);
  case Fault::Test:
    return diags.report(range, diag::shell_hole_in_test, subject);
  }
  llvm_unreachable("no fault to report");
}

/// What is particular about the way out of \p fault; empty if nothing is.
static llvm::StringRef wayOut(Fault fault) {
  switch (fault) {
  case Fault::Comment:
    return "remove the value, or the `#`";
  case Fault::CommandName:
    return "choose between commands in the workflow: `\"make fast\" if … else "
           "\"make all\"`";
  case Fault::Option:
    return "put the value after `--`, or behind an option that takes it";
  case Fault::Format:
    return "write `printf '%s\\n'` before the value";
  case Fault::Backticks:
    return "write `$(…)` instead of the backticks";
  case Fault::SpecialQuotes:
    return "use plain quotes around the value";
  case Fault::Delimiter:
    return "use a delimiter that is written out";
  case Fault::QuotedHereDocument:
    return "remove the quotes from the delimiter";
  case Fault::AfterHereDocument:
    return "write `<<` last on its line";
  case Fault::WithHereDocument:
    return "move the here-document out of the substitution";
  default:
    return "";
  }
}

DiagnosticBuilder shell::reportFault(SourceRange range, Fault fault,
                                     llvm::StringRef subject,
                                     DiagnosticEngine &diags) {
  DiagnosticBuilder builder = report(range, fault, subject, diags);
  llvm::StringRef way = wayOut(fault);
  if (way.empty())
    way = "pass it in the environment, `env={\"VALUE\": …}`, and use "
          "\"$VALUE\" in the command, or give the command as a list of "
          "arguments, `cmd=[…]`";
  builder.hint(way);
  return builder;
}
