//===- Iterators.cpp - Views and iterators at run time --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file In Python two things are not what they were when they were made: a
/// view shows the dict as it is now, and an iterator goes on where the last
/// walk ended. Values of a plan do not change.
///
/// So a view of a dict that may change stays a view of that dict while the
/// program only hands it on, and becomes an operation on the dict's content
/// where it is looked at. An iterator is the list of all its items, and may be
/// walked once: a second walk, or one in the body of a loop that it was made
/// outside of, is refused.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"

using namespace plue;
using namespace plue::eval;
using value::ViewObject;

//--- Views --------------------------------------------------------------------

static llvm::StringRef methodOf(ViewObject::Part part) {
  switch (part) {
  case ViewObject::Keys:
    return "keys";
  case ViewObject::Values:
    return "values";
  case ViewObject::Items:
    return "items";
  }
  llvm_unreachable("not a part");
}

/// The view that the method \p name of the dict \p cell returns; Absent if it
/// returns none.
FailureOr<Value> Evaluator::viewOf(Value cell, llvm::StringRef name,
                                   SourceRange range) {
  if (!cell.isContainer() || cell.containerKind() != Kind::Dict)
    return Value();
  auto *dict = static_cast<value::DictObject *>(cell.cell());
  for (auto part : {ViewObject::Keys, ViewObject::Values, ViewObject::Items})
    if (methodOf(part) == name)
      return located(heap.makeView(*this, dict, part), range);
  return Value();
}

FailureOr<ValueId> Evaluator::reifyView(Value v, SourceRange range) {
  const ViewObject *view = v.asView();
  llvm::StringRef name = methodOf(view->part);
  FailureOr<ValueId> content = reify(Value::dict(view->dict), range);
  if (failed(content))
    return failure();
  TypeId dict = builder.workflow().typeOf(*content);
  value::Typing typing = value::typeOfMethod(types, dict, name, {});
  return emitNamed(OpKind::Method, typing.type, *content, name, range);
}

/// What \p v shows now, if it is a view of a dict whose content is known only
/// at run time; else \p v.
FailureOr<Value> Evaluator::currentView(Value v, SourceRange range) {
  if (!v.isStaleView())
    return v;
  FailureOr<ValueId> shown = reifyView(v, range);
  return failed(shown) ? FailureOr<Value>(failure()) : symbolic(*shown);
}

//--- Iterators ----------------------------------------------------------------

void Evaluator::noteWalks(OpKind kind, llvm::ArrayRef<ValueId> operands,
                          SourceRange range) {
  for (ValueId operand : operands) {
    if (!value::isIterator(types, builder.workflow().typeOf(operand)))
      continue;
    auto [it, isFirst] = walks.try_emplace(operand, Walk{range, numWalks});
    numWalks += isFirst;
    bool isStored = kind == OpKind::MakeList || kind == OpKind::MakeTuple ||
                    kind == OpKind::MakeDict || kind == OpKind::MakeSet;
    bool mayRepeat =
        !regions.empty() && operand.index < regions.back()->firstValue;
    if ((isFirst && !isStored && !mayRepeat) || it->second.isReported)
      continue;
    it->second.isReported = true;
    auto report = diags.report(range, diag::iterator_reused);
    if (!isFirst)
      report.note(it->second.range, diag::note_walked_here);
    report.hint("make a list of it first: `list(…)`");
  }
}

void Evaluator::forgetWalksAfter(size_t count) {
  llvm::SmallVector<ValueId, 8> gone;
  for (const auto &[value, walk] : walks)
    if (walk.number >= count)
      gone.push_back(value);
  for (ValueId value : gone)
    walks.erase(value);
}
