//===- Raising.h - What may raise an exception ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file An operation that may raise must not be left out where a run would
/// have computed it. Whether it may is read off the types of its operands, by
/// the rules of lib/Value that the front end makes its checks by.
///
/// Two things do not count. A limit: a plan that computes less may exceed fewer
/// of them, and a program does not mean them. And `unwrap` where its guard
/// holds: that its operand is there then is what it claims.
//===----------------------------------------------------------------------===//
#ifndef PLUE_ANALYSIS_RAISING_H
#define PLUE_ANALYSIS_RAISING_H

#include "plue/IR/Plan.h"

namespace plue::analysis {

class Raising {
public:
  /// Both must be sound. Operations may be added to \p workflow meanwhile, but
  /// no types to \p plan.
  Raising(const ir::Plan &plan, const ir::Workflow &workflow)
      : plan(plan), workflow(workflow), types(plan.types) {}

  /// Whether computing \p value, with all that it is computed from, may.
  bool mayRaise(ir::ValueId value);

private:
  bool raisesItself(const ir::Op &op);
  bool resultRaises(const ir::Op &op) const;
  bool callRaises(const ir::Op &op);
  bool operatorRaises(const ir::Op &op);
  bool textRaises(const ir::Op &op);
  bool itemRaises(const ir::Op &op);
  const ir::Constant *constant(const ir::Op &op, unsigned operand) const;
  bool areAll(const ir::Op &op, unsigned stride,
              bool (*is)(const value::TypeStore &, value::TypeId)) const;

  const ir::Plan &plan;
  const ir::Workflow &workflow;
  /// A copy, because asking for the type of an operation may make a new one.
  value::TypeStore types;
  /// Beside the operations, as far as they have been looked at.
  std::vector<bool> known;
};

} // namespace plue::analysis

#endif // PLUE_ANALYSIS_RAISING_H
