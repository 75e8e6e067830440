//===- Set.cpp - Sets and the views that behave like them -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Set algebra does not depend on the order of sets, so their items may
/// be walked freely here. Views of keys and items take part as CPython's do:
/// with any iterable on the other side, and with a set as the result.
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;

bool value::isSetLike(Value v) {
  return v.is(Kind::Set) ||
         (v.is(Kind::View) && v.asView()->part != ViewObject::Values);
}

static uint32_t sizeOf(Value setLike) {
  return setLike.is(Kind::Set) ? setLike.asSet()->table.live
                               : setLike.asView()->dict->live;
}

static FailureOr<bool> isMember(Context &ctx, Value setLike, Value item) {
  if (setLike.is(Kind::Set))
    return setContains(ctx, setLike.asSet(), item);
  return viewContains(ctx, setLike.asView(), item);
}

//--- Views --------------------------------------------------------------------

static FailureOr<bool> itemsContain(Context &ctx, DictObject *dict,
                                    Value item) {
  if (!item.is(Kind::Tuple) || item.asTuple()->items.size() != 2)
    return false;
  PLUE_BIND(Value * place, dictFind(ctx, dict, item.asTuple()->items[0]));
  if (!place)
    return false;
  return sameMember(ctx, *place, item.asTuple()->items[1]);
}

FailureOr<bool> value::viewContains(Context &ctx, const ViewObject *view,
                                    Value item) {
  if (view->part == ViewObject::Items) {
    PLUE_CHECK(checkKnown(ctx, item));
    return itemsContain(ctx, view->dict, item);
  }
  if (view->part == ViewObject::Keys) {
    PLUE_BIND(Value * place, dictFind(ctx, view->dict, item));
    return place != nullptr;
  }
  bool found = false;
  PLUE_CHECK(forEach(ctx, Value::view(view), [&](Value v) -> FailureOr<bool> {
    PLUE_BIND(found, sameMember(ctx, v, item));
    return !found;
  }));
  return found;
}

//--- Building -----------------------------------------------------------------

static LogicalResult insertAll(Context &ctx, SetObject *set, Value iterable) {
  return forEach(
      ctx, iterable,
      [&](Value item) -> FailureOr<bool> {
        PLUE_CHECK(setInsert(ctx, set, item));
        return true;
      },
      /*anyOrder=*/true);
}

FailureOr<Value> value::copySet(Context &ctx, Value iterable) {
  PLUE_BIND(Value copy, ctx.heap.makeSet(ctx));
  PLUE_CHECK(insertAll(ctx, copy.asSet(), iterable));
  return copy;
}

/// The items of \p from that \p keep says yes to.
static FailureOr<Value>
filtered(Context &ctx, Value from,
         llvm::function_ref<FailureOr<bool>(Value)> keep) {
  PLUE_BIND(Value result, ctx.heap.makeSet(ctx));
  PLUE_CHECK(forEach(
      ctx, from,
      [&](Value item) -> FailureOr<bool> {
        PLUE_BIND(bool isKept, keep(item));
        if (isKept)
          PLUE_CHECK(setInsert(ctx, result.asSet(), item));
        return true;
      },
      /*anyOrder=*/true));
  return result;
}

//--- Algebra ------------------------------------------------------------------

static FailureOr<Value> unite(Context &ctx, Value a, Value b) {
  PLUE_BIND(Value result, copySet(ctx, a));
  PLUE_CHECK(insertAll(ctx, result.asSet(), b));
  return result;
}

/// Of two equal items CPython keeps the one from the smaller set; it may be
/// another object, as 1 and 1.0 are.
static FailureOr<Value> intersect(Context &ctx, Value a, Value b) {
  if (isSetLike(b) && sizeOf(b) > sizeOf(a))
    std::swap(a, b);
  return filtered(ctx, b, [&](Value item) { return isMember(ctx, a, item); });
}

static FailureOr<Value> subtract(Context &ctx, Value a, Value b) {
  PLUE_BIND(Value others, copySet(ctx, b));
  return filtered(ctx, a, [&](Value item) -> FailureOr<bool> {
    PLUE_BIND(bool found, isMember(ctx, others, item));
    return !found;
  });
}

static FailureOr<Value> difference(Context &ctx, Value a, Value b) {
  PLUE_BIND(Value left, subtract(ctx, a, b));
  PLUE_BIND(Value others, copySet(ctx, b));
  PLUE_BIND(Value right, subtract(ctx, others, a));
  return unite(ctx, left, right);
}

static FailureOr<Value> combine(Context &ctx, BinaryOp op, Value a, Value b) {
  switch (op) {
  case BinaryOp::BitOr:
    return unite(ctx, a, b);
  case BinaryOp::BitAnd:
    return intersect(ctx, a, b);
  case BinaryOp::Sub:
    return subtract(ctx, a, b);
  case BinaryOp::BitXor:
    return difference(ctx, a, b);
  default:
    llvm_unreachable("not an operator of sets");
  }
}

static bool isViewOfSet(Value v) { return v.is(Kind::View) && isSetLike(v); }

/// A view is asked whether it has each item of the other side, whatever that
/// is; a set that is no smaller is asked about the items of the view.
static FailureOr<Value> intersectView(Context &ctx, Value view, Value other) {
  if (!isViewOfSet(view))
    std::swap(view, other);
  bool asksOther =
      isSetLike(other) && (other.is(Kind::Set) ? sizeOf(view) <= sizeOf(other)
                                               : sizeOf(view) < sizeOf(other));
  if (asksOther)
    std::swap(view, other);
  return filtered(ctx, other,
                  [&](Value item) { return isMember(ctx, view, item); });
}

FailureOr<Value> value::binarySet(Context &ctx, BinaryOp op, Value a, Value b) {
  if (a.is(Kind::Set) && b.is(Kind::Set))
    return combine(ctx, op, a, b);
  if (!isViewOfSet(a) && !isViewOfSet(b))
    return Value();
  if (op == BinaryOp::BitAnd)
    return intersectView(ctx, a, b);
  // With a view, the other side may be anything that can be walked.
  PLUE_BIND(Value left, copySet(ctx, a));
  PLUE_BIND(Value right, copySet(ctx, b));
  return combine(ctx, op, left, right);
}

/// Gives a set the items of another, which nobody else has.
static void moveItems(SetObject *to, Value from) {
  uint32_t version = to->table.version;
  to->table = from.asSet()->table;
  to->table.version = version + 1;
}

LogicalResult value::inplaceSet(Context &ctx, BinaryOp op, SetObject *set,
                                Value other) {
  PLUE_BIND(Value result, combine(ctx, op, Value::set(set), other));
  moveItems(set, result);
  return success();
}

//--- Comparison ---------------------------------------------------------------

static FailureOr<bool> isSubset(Context &ctx, Value a, Value b) {
  if (sizeOf(a) > sizeOf(b))
    return false;
  bool all = true;
  PLUE_CHECK(forEach(
      ctx, a,
      [&](Value item) -> FailureOr<bool> {
        PLUE_BIND(all, isMember(ctx, b, item));
        return all;
      },
      /*anyOrder=*/true));
  return all;
}

FailureOr<Value> value::compareSets(Context &ctx, CompareOp op, Value a,
                                    Value b) {
  if (op == CompareOp::Gt || op == CompareOp::Ge)
    std::swap(a, b);
  bool mustDiffer = op == CompareOp::Lt || op == CompareOp::Gt;
  bool mustMatch = op == CompareOp::Eq;
  bool isSameSize = sizeOf(a) == sizeOf(b);
  if ((mustDiffer && isSameSize) || (mustMatch && !isSameSize))
    return Value::boolean(false);
  PLUE_BIND(bool result, isSubset(ctx, a, b));
  return Value::boolean(result);
}

//--- Methods that look --------------------------------------------------------

FailureOr<Value> value::setCopy(Context &ctx, const Invocation &in) {
  return copySet(ctx, in.self);
}

static FailureOr<Value> isDisjoint(Context &ctx, Value self, Value other) {
  bool disjoint = true;
  PLUE_CHECK(forEach(
      ctx, other,
      [&](Value item) -> FailureOr<bool> {
        PLUE_BIND(bool found, isMember(ctx, self, item));
        disjoint = !found;
        return disjoint;
      },
      /*anyOrder=*/true));
  return Value::boolean(disjoint);
}

FailureOr<Value> value::setIsdisjoint(Context &ctx, const Invocation &in) {
  return isDisjoint(ctx, in.self, in[0]);
}
FailureOr<Value> value::viewIsdisjoint(Context &ctx, const Invocation &in) {
  return isDisjoint(ctx, in.self, in[0]);
}

FailureOr<Value> value::setIssubset(Context &ctx, const Invocation &in) {
  PLUE_BIND(Value other, copySet(ctx, in[0]));
  return compareSets(ctx, CompareOp::Le, in.self, other);
}

FailureOr<Value> value::setIssuperset(Context &ctx, const Invocation &in) {
  PLUE_BIND(Value other, copySet(ctx, in[0]));
  return compareSets(ctx, CompareOp::Ge, in.self, other);
}

/// `self op others[0] op others[1] …`; a new set even without others.
static FailureOr<Value> combineAll(Context &ctx, BinaryOp op,
                                   const Invocation &in) {
  PLUE_BIND(Value result, copySet(ctx, in.self));
  for (Value other : in.rest) {
    PLUE_BIND(result, combine(ctx, op, result, other));
  }
  return result;
}

FailureOr<Value> value::setUnion(Context &ctx, const Invocation &in) {
  return combineAll(ctx, BinaryOp::BitOr, in);
}
FailureOr<Value> value::setIntersection(Context &ctx, const Invocation &in) {
  return combineAll(ctx, BinaryOp::BitAnd, in);
}
FailureOr<Value> value::setDifference(Context &ctx, const Invocation &in) {
  return combineAll(ctx, BinaryOp::Sub, in);
}
FailureOr<Value> value::setSymmetricDifference(Context &ctx,
                                               const Invocation &in) {
  return combine(ctx, BinaryOp::BitXor, in.self, in[0]);
}

//--- Methods that change ------------------------------------------------------

static FailureOr<Value> become(Context &ctx, Value self, Value result) {
  PLUE_CHECK(ctx.willMutate(self));
  moveItems(self.asSet(), result);
  return Value::none();
}

static FailureOr<Value> becomeCombined(Context &ctx, BinaryOp op,
                                       const Invocation &in) {
  PLUE_BIND(Value result, combineAll(ctx, op, in));
  return become(ctx, in.self, result);
}

FailureOr<Value> value::setUpdate(Context &ctx, const Invocation &in) {
  return becomeCombined(ctx, BinaryOp::BitOr, in);
}
FailureOr<Value> value::setIntersectionUpdate(Context &ctx,
                                              const Invocation &in) {
  return becomeCombined(ctx, BinaryOp::BitAnd, in);
}
FailureOr<Value> value::setDifferenceUpdate(Context &ctx,
                                            const Invocation &in) {
  return becomeCombined(ctx, BinaryOp::Sub, in);
}
FailureOr<Value> value::setSymmetricDifferenceUpdate(Context &ctx,
                                                     const Invocation &in) {
  PLUE_BIND(Value result, combine(ctx, BinaryOp::BitXor, in.self, in[0]));
  return become(ctx, in.self, result);
}

FailureOr<Value> value::setAdd(Context &ctx, const Invocation &in) {
  PLUE_BIND(Value * place, dictFind(ctx, &in.self.asSet()->table, in[0]));
  if (place)
    return Value::none();
  PLUE_CHECK(ctx.willMutate(in.self));
  PLUE_CHECK(setInsert(ctx, in.self.asSet(), in[0]));
  return Value::none();
}

FailureOr<Value> value::setClear(Context &ctx, const Invocation &in) {
  PLUE_CHECK(ctx.willMutate(in.self));
  dictClear(&in.self.asSet()->table);
  return Value::none();
}

FailureOr<Value> value::setDiscard(Context &ctx, const Invocation &in) {
  PLUE_BIND(bool found, setContains(ctx, in.self.asSet(), in[0]));
  if (!found)
    return Value::none();
  PLUE_CHECK(ctx.willMutate(in.self));
  PLUE_CHECK(dictErase(ctx, &in.self.asSet()->table, in[0]));
  return Value::none();
}

FailureOr<Value> value::setRemove(Context &ctx, const Invocation &in) {
  PLUE_BIND(bool found, setContains(ctx, in.self.asSet(), in[0]));
  if (!found)
    return raiseKeyError(ctx, in[0]);
  return setDiscard(ctx, in);
}

FailureOr<Value> value::setPop(Context &ctx, const Invocation &in) {
  DictObject &table = in.self.asSet()->table;
  if (table.live == 0)
    return ctx.raise(ExcKind::KeyError, "'pop from an empty set'");
  if (hasHiddenOrder(in.self))
    return raiseSetOrder(ctx, "popping from this set");
  Value item = llvm::find_if(table.entries, [](const DictObject::Entry &e) {
                 return !!e.key;
               })->key;
  PLUE_CHECK(ctx.willMutate(in.self));
  dictClear(&table);
  return item;
}
