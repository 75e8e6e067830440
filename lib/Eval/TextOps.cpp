//===- TextOps.cpp - Making text of values --------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `str`, `repr`, formatting and concatenation. What an f-string makes of
/// run-time values is one flat concatenation, in which text from the source and
/// run-time values can still be told apart: commands depend on that.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"

using namespace plue;
using namespace plue::eval;
using value::ExcKind;

FailureOr<Value> Evaluator::toText(Value v, char conversion,
                                   SourceRange range) {
  FailureOr<Value> resolved = resolve(v, range);
  if (failed(resolved))
    return failure();
  v = *resolved;
  if (const Choice *choice = choiceOf(v))
    return distribute(*choice, range, [&](Value side) {
      return toText(side, conversion, range);
    });
  if (auto *step = objectAs<StepObject>(v)) {
    diags.report(range, diag::step_as_text, step->name)
        .hint("use one of its results: `.stdout`, `.exit_code`, …");
    return reported();
  }
  if (auto *space = objectAs<NamespaceObject>(v))
    return error(
        diags.report(range, diag::no_text, space->name)
            .hint("use one of its attributes: `" + space->name.str() + ".…`"));
  if (!isRuntime(v))
    return textOfPlanValue(v, conversion, range);
  FailureOr<Value> present = withoutNone(v, range);
  if (failed(present))
    return failure();
  if (conversion == 's' && isText(*present))
    return present;
  if (mayHoldSecret(typeOfSymbolic(*present)))
    return refuseSecret("converted", range, runtimeId(*present));
  OpKind kind = conversion == 's'   ? OpKind::Str
                : conversion == 'r' ? OpKind::Repr
                                    : OpKind::Ascii;
  return symbolic(emit(kind, types::Str, {runtimeId(*present)}, range));
}

/// A container may be known and yet hold run-time values: then its text is made
/// at run time.
FailureOr<Value> Evaluator::textOfPlanValue(Value v, char conversion,
                                            SourceRange range) {
  FailureOr<Value> text = conversion == 's'   ? value::str(*this, v)
                          : conversion == 'r' ? value::repr(*this, v)
                                              : value::ascii(*this, v);
  if (succeeded(text) || exception().kind != ExcKind::Residual)
    return located(text, range);
  (void)takeException();
  FailureOr<ValueId> container = reifyToRead(v, range);
  if (failed(container))
    return failure();
  return toText(Value::symbolic(container->index), conversion, range);
}

FailureOr<Value> Evaluator::formatValue(Value v, llvm::StringRef spec,
                                        SourceRange range) {
  FailureOr<Value> resolved = resolve(v, range);
  if (failed(resolved))
    return failure();
  v = *resolved;
  if (spec.empty())
    return toText(v, 's', range);
  if (const Choice *choice = choiceOf(v))
    return distribute(*choice, range, [&](Value side) {
      return formatValue(side, spec, range);
    });
  if (!isRuntime(v))
    return located(value::format(*this, v, spec), range);
  FailureOr<Value> text = located(heap.makeStr(*this, spec), range);
  return failed(text) ? text : formatBy(v, *text, range);
}

FailureOr<Value> Evaluator::formatBy(Value v, Value spec, SourceRange range) {
  std::optional<llvm::StringRef> known;
  if (spec.isStr())
    known = spec.text();
  return runtimeOp(
      OpKind::Format, "", {v, spec},
      [&](llvm::ArrayRef<TypeId> operandTypes) {
        return value::typeOfFormat(types, operandTypes[0], known);
      },
      Sharing::Part, range);
}

/// Adjoining constants are merged and nested concatenations taken apart, so
/// that a script made in several places is one list of code and data.
FailureOr<Value> Evaluator::concat(llvm::ArrayRef<Value> parts,
                                   SourceRange range) {
  llvm::SmallVector<ValueId, 8> operands;
  std::string pending;
  bool isSecret = false;
  auto flush = [&] {
    if (!pending.empty())
      operands.push_back(builder.constantStr(pending));
    pending.clear();
  };
  auto addOperand = [&](ValueId operand) {
    const ir::Constant *constant = builder.asConstant(operand);
    if (constant && constant->kind == ir::Constant::Str) {
      pending += constant->text;
      return;
    }
    flush();
    operands.push_back(operand);
    isSecret |= builder.workflow().typeOf(operand) == types::Secret;
  };
  for (Value part : parts) {
    if (!isRuntime(part)) {
      if (failed(located(burnBytes(part.text().size()), range)) ||
          failed(located(checkStringBytes(pending.size() + part.text().size()),
                         range)))
        return failure();
      pending += part.text();
      continue;
    }
    FailureOr<Value> present = withoutNone(part, range);
    if (failed(present))
      return failure();
    ValueId value = runtimeId(*present);
    if (builder.workflow().op(value).kind != OpKind::Concat) {
      addOperand(value);
      continue;
    }
    if (failed(located(burn(builder.workflow().operands(value).size()), range)))
      return failure();
    auto inner = llvm::to_vector(builder.workflow().operands(value));
    llvm::for_each(inner, addOperand);
  }
  if (operands.empty())
    return located(heap.makeStr(*this, pending), range);
  flush();
  if (operands.size() == 1)
    return symbolic(operands.front());
  return symbolic(emit(OpKind::Concat, isSecret ? types::Secret : types::Str,
                       operands, range));
}
