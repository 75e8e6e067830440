//===- Spans.h - Where things stand in a plan's text ------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_ASMPARSER_SPANS_H
#define PLUE_LIB_ASMPARSER_SPANS_H

#include "plue/IR/Verifier.h"

namespace plue::asmparser {

/// The bytes [begin, end) of the text.
struct Span {
  uint32_t begin = 0, end = 0;
};

/// The places of what a plan is made of, beside its vectors, so that what the
/// verifier finds can be pointed at.
struct PlanSpans {
  struct FunctionSpans {
    Span head;
    std::vector<Span> code;
  };
  struct WorkflowSpans {
    Span head;
    std::vector<Span> triggers, ops;
  };

  /// From ordinal value::types::NumFixed on.
  std::vector<Span> types;
  /// Of entries of tables: where they were first used or declared.
  std::vector<Span> strings, constants, templates;
  std::vector<Span> sources;
  std::vector<FunctionSpans> functions;
  std::vector<WorkflowSpans> workflows;

  Span find(ir::PlanPlace place) const;
};

} // namespace plue::asmparser

#endif // PLUE_LIB_ASMPARSER_SPANS_H
