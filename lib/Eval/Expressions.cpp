//===- Expressions.cpp - Evaluating expressions ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Operands are evaluated from left to right, exactly as often as CPython
/// does. The operations themselves are value:: functions for plan-time operands
/// and Residual.cpp for run-time ones.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"
#include "plue/Value/Builtins.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;
using value::BinaryOp;
using value::CompareOp;
using value::UnaryOp;

// The operators of the tree and of the library are the same lists.
static_assert(int(BinaryOperator::MatMul) == int(BinaryOp::MatMul));
static_assert(int(CompareOperator::NotIn) == int(CompareOp::NotIn));
static_assert(int(UnaryOperator::Not) == int(UnaryOp::Not));

FailureOr<Value> Evaluator::evalHeld(const Expr *expr) {
  if (failed(located(burn(1), expr->range)))
    return failure();
  return evalUnchecked(expr);
}

FailureOr<Value> Evaluator::eval(const Expr *expr) {
  FailureOr<Value> v = evalHeld(expr);
  return failed(v) ? v : currentView(*v, expr->range);
}

FailureOr<Value> Evaluator::evalUnchecked(const Expr *expr) {
  switch (expr->kind) {
  case ExprKind::Name:
    return evalName(llvm::cast<NameExpr>(expr));
  case ExprKind::Constant:
    return evalConstant(llvm::cast<ConstantExpr>(expr));
  case ExprKind::JoinedStr:
    return evalJoinedStr(llvm::cast<JoinedStrExpr>(expr)->parts, expr->range);
  case ExprKind::Tuple:
  case ExprKind::List:
  case ExprKind::Set:
    return evalSequence(llvm::cast<SequenceExpr>(expr));
  case ExprKind::Dict:
    return evalDict(llvm::cast<DictExpr>(expr));
  case ExprKind::Unary: {
    auto *unary = llvm::cast<UnaryExpr>(expr);
    FailureOr<Value> operand = eval(unary->operand);
    if (failed(operand))
      return failure();
    return unaryOp(static_cast<UnaryOp>(unary->op), *operand, expr->range);
  }
  case ExprKind::Binary: {
    auto *binary = llvm::cast<BinaryExpr>(expr);
    FailureOr<Value> left = eval(binary->left);
    FailureOr<Value> right = failed(left) ? left : eval(binary->right);
    if (failed(right))
      return failure();
    return binaryOp(static_cast<BinaryOp>(binary->op), *left, *right,
                    expr->range);
  }
  case ExprKind::BoolOp: {
    auto *logic = llvm::cast<BoolOpExpr>(expr);
    return evalBoolOp(logic->operands, logic->isAnd);
  }
  case ExprKind::Compare:
    return evalCompare(llvm::cast<CompareExpr>(expr));
  case ExprKind::Conditional:
    return evalConditional(llvm::cast<ConditionalExpr>(expr));
  case ExprKind::Lambda:
    return makeLambda(llvm::cast<LambdaExpr>(expr));
  case ExprKind::Call:
    return evalCall(llvm::cast<CallExpr>(expr));
  case ExprKind::Attribute:
    return evalAttribute(llvm::cast<AttributeExpr>(expr));
  case ExprKind::Subscript:
    return evalSubscript(llvm::cast<SubscriptExpr>(expr));
  case ExprKind::Comprehension:
    return evalComprehension(llvm::cast<ComprehensionExpr>(expr));
  case ExprKind::Walrus: {
    auto *walrus = llvm::cast<WalrusExpr>(expr);
    FailureOr<Value> v = eval(walrus->value);
    if (failed(v) || failed(assign(walrus->target, *v)))
      return failure();
    return v;
  }
  case ExprKind::Slice:
  case ExprKind::Starred:
  case ExprKind::Refused:
  case ExprKind::Error:
    break;
  }
  llvm_unreachable("reported by the parser or Sema, or handled by the parent");
}

//--- Names and constants ------------------------------------------------------

Value *Evaluator::slotOf(const Resolution &resolution) {
  if (resolution.where == Resolution::Global)
    return &globals.slots[resolution.slot];
  if (resolution.where != Resolution::Frame)
    return nullptr;
  Frame *holder = frame;
  for (unsigned i = 0; i < resolution.hops; ++i)
    holder = holder->parent;
  return &holder->slots[resolution.slot];
}

FailureOr<Value> Evaluator::evalName(const NameExpr *expr) {
  const Resolution &resolution = expr->resolution;
  if (resolution.where == Resolution::Builtin)
    return builtinValue(resolution.slot);
  Value v = *slotOf(resolution);
  if (!v) {
    bool isLocal = resolution.where == Resolution::Frame;
    (void)raise(isLocal && resolution.hops == 0
                    ? value::ExcKind::UnboundLocalError
                    : value::ExcKind::NameError,
                isLocal ? "cannot access local variable '" + expr->name +
                              "' where it is not associated with a value"
                        : "name '" + expr->name + "' is not defined");
    return report(expr->range);
  }
  if (auto *maybe = objectAs<MaybeUnboundObject>(v)) {
    if (!isOnPath(maybe->condition)) {
      return error(
          diags.report(expr->range, diag::maybe_unbound, expr->name)
              .note(maybe->range, diag::note_condition)
              .hint(
                  "bind it before the condition too, or use it under the same "
                  "condition"));
    }
    v = maybe->whenBound;
  }
  noteVariable(expr->name, v);
  noteUse(v, expr->range, /*isAttribute=*/false);
  return resolve(v, expr->range);
}

FailureOr<Value> Evaluator::evalConstant(const ConstantExpr *expr) {
  switch (expr->constant) {
  case ConstantKind::None:
    return Value::none();
  case ConstantKind::True:
  case ConstantKind::False:
    return Value::boolean(expr->constant == ConstantKind::True);
  case ConstantKind::Ellipsis:
    return Value::ellipsis();
  case ConstantKind::Float:
    return Value::floating(expr->real);
  case ConstantKind::Int:
    if (expr->fits)
      return Value::smallInt(expr->number);
    break;
  case ConstantKind::Str:
    break;
  }
  // What has more digits than any int may have would only be slow to read.
  bool isInt = expr->constant == ConstantKind::Int;
  if (isInt && expr->text.size() > limits.intBits + 2) {
    (void)raiseLimit("the digits of an integer", expr->text.size(),
                     limits.intBits + 2);
    return report(expr->range);
  }
  auto [it, isNew] = constants.try_emplace(expr);
  if (!isNew)
    return it->second;
  FailureOr<Value> v = failure();
  if (expr->constant == ConstantKind::Str) {
    v = heap.makeStr(*this, expr->text);
  } else {
    llvm::APInt number;
    bool malformed = expr->text.getAsInteger(0, number);
    assert(!malformed && "the parser has checked the digits");
    (void)malformed;
    // One more bit, so that the sign stays clear.
    v = heap.makeInt(*this, number.zext(number.getBitWidth() + 1));
  }
  if (failed(v)) {
    constants.erase(expr);
    return report(expr->range);
  }
  constants[expr] = *v;
  return v;
}

//--- f-strings ----------------------------------------------------------------

FailureOr<Value> Evaluator::evalReplacement(const JoinedPart &part) {
  FailureOr<Value> v = eval(part.value);
  if (failed(v))
    return failure();
  SourceRange range = part.value->range;
  if (part.conversion && failed(v = toText(*v, part.conversion, range)))
    return failure();
  if (!part.hasSpec)
    return part.conversion ? v : formatValue(*v, "", range);
  FailureOr<Value> spec = evalJoinedStr(part.spec, part.range);
  if (failed(spec))
    return failure();
  return spec->isStr() ? formatValue(*v, spec->text(), range)
                       : formatBy(*v, *spec, range);
}

FailureOr<Value> Evaluator::evalJoinedStr(llvm::ArrayRef<JoinedPart> parts,
                                          SourceRange range) {
  llvm::SmallVector<Value, 8> texts;
  for (const JoinedPart &part : parts) {
    FailureOr<Value> text =
        part.value ? evalReplacement(part)
                   : located(heap.makeStr(*this, part.text), part.range);
    if (failed(text))
      return failure();
    texts.push_back(*text);
  }
  return concat(texts, range);
}

//--- Displays -----------------------------------------------------------------

/// Adds \p v to the elements of a display, or all that is in it.
LogicalResult Evaluator::addElement(llvm::SmallVectorImpl<Value> &values,
                                    Value v, bool isSpread, SourceRange range) {
  if (!isSpread) {
    values.push_back(v);
    return success();
  }
  auto items = located(value::items(*this, v), range);
  if (failed(items))
    return failure();
  llvm::append_range(values, *items);
  return success();
}

FailureOr<Value> Evaluator::evalSequence(const SequenceExpr *expr) {
  llvm::SmallVector<Value, 8> values;
  for (auto [i, element] : llvm::enumerate(expr->elements)) {
    auto *starred = llvm::dyn_cast<StarredExpr>(element);
    FailureOr<Value> v = eval(starred ? starred->value : element);
    if (failed(v))
      return failure();
    if (starred && v->isSymbolic())
      return evalRuntimeSequence(expr, i, values, *v);
    if (failed(addElement(values, *v, starred != nullptr, element->range)))
      return failure();
  }
  return makeSequence(expr, values);
}

FailureOr<Value> Evaluator::makeSequence(const SequenceExpr *expr,
                                         llvm::ArrayRef<Value> values) {
  if (expr->kind == ExprKind::Tuple)
    return located(heap.makeTuple(*this, values), expr->range);
  if (expr->kind == ExprKind::List)
    return located(heap.makeList(*this, values), expr->range);
  FailureOr<Value> set = located(heap.makeSet(*this), expr->range);
  if (failed(set))
    return failure();
  for (Value element : values)
    if (failed(callMethod(*set, "add", element, expr->range)))
      return failure();
  return set;
}

/// A display in which run-time values, or choices, are spread out with `*`: \p
/// first of its elements have been evaluated to \p values, and the next to \p
/// spread.
FailureOr<Value> Evaluator::evalRuntimeSequence(const SequenceExpr *expr,
                                                size_t first,
                                                llvm::ArrayRef<Value> values,
                                                Value spread) {
  FailureOr<Value> list = located(heap.makeList(*this, values), expr->range);
  if (failed(list))
    return failure();
  for (const Expr *element :
       llvm::ArrayRef<Expr *>(expr->elements).drop_front(first)) {
    auto *starred = llvm::dyn_cast<StarredExpr>(element);
    FailureOr<Value> v = spread;
    if (!std::exchange(spread, Value()))
      v = eval(starred ? starred->value : element);
    if (failed(v) || failed(callMethod(*list, starred ? "extend" : "append", *v,
                                       element->range)))
      return failure();
  }
  if (expr->kind == ExprKind::List)
    return list;
  bool isTuple = expr->kind == ExprKind::Tuple;
  auto type = *value::findClass(types, isTuple ? "tuple" : "set");
  return callValue(type, {.positional = *list, .keywords = {}},
                   {.range = expr->range});
}

FailureOr<Value> Evaluator::evalDict(const DictExpr *expr) {
  FailureOr<Value> dict = located(heap.makeDict(*this), expr->range);
  if (failed(dict))
    return failure();
  for (const DictItem &item : expr->items) {
    FailureOr<Value> key = item.key ? eval(item.key) : Value();
    FailureOr<Value> v = failed(key) ? key : eval(item.value);
    if (failed(v))
      return failure();
    LogicalResult inserted = success();
    bool isRunTime = dict->isSymbolic() || (item.key ? *key : *v).isSymbolic();
    if (isRunTime) {
      SourceRange range = (item.key ? item.key : item.value)->range;
      inserted =
          item.key ? setItem(*dict, *key, *v, range)
                   : success(succeeded(callMethod(*dict, "update", *v, range)));
      if (failed(inserted))
        return failure();
      continue;
    }
    if (item.key) {
      inserted = dictInsert(*this, dict->asDict(), *key, *v);
    } else if (!v->is(Kind::Dict)) {
      inserted = raise(value::ExcKind::TypeError,
                       "'" + value::typeName(*v) + "' object is not a mapping");
    } else {
      inserted =
          success(succeeded(value::inplace(*this, BinaryOp::BitOr, *dict, *v)));
    }
    SourceRange range = (item.key ? item.key : item.value)->range;
    if (failed(located(inserted, range)))
      return failure();
  }
  return dict;
}

//--- Logic --------------------------------------------------------------------

FailureOr<Value> Evaluator::evalBoolOp(llvm::ArrayRef<Expr *> operands,
                                       bool isAnd) {
  FailureOr<Value> left = eval(operands.front());
  if (failed(left) || operands.size() == 1)
    return left;
  SourceRange range = operands.front()->range;
  FailureOr<Truth> truth = truthOf(*left, range);
  if (failed(truth))
    return failure();
  auto rest = [&] { return evalBoolOp(operands.drop_front(), isAnd); };
  if (truth->known)
    return truth->value == isAnd ? rest() : left;
  auto keep = [&]() -> FailureOr<Value> { return *left; };
  // Where the operand itself is the truth, `and` and `or` are plain logic.
  if (isRuntime(*left) && typeOfSymbolic(*left) == types::Bool)
    return isAnd
               ? branchValue(truth->condition, range, rest,
                             [&]() -> FailureOr<Value> {
                               return Value::boolean(false);
                             })
               : branchValue(
                     truth->condition, range,
                     [&]() -> FailureOr<Value> { return Value::boolean(true); },
                     rest);
  return isAnd ? branchValue(truth->condition, range, rest, keep)
               : branchValue(truth->condition, range, keep, rest);
}

FailureOr<Value> Evaluator::evalCompare(const CompareExpr *expr) {
  FailureOr<Value> first = eval(expr->first);
  if (failed(first))
    return failure();
  return evalCompareRest(expr, 0, *first);
}

/// `left op[from] rest[from] and rest[from] op[from + 1] …`
FailureOr<Value> Evaluator::evalCompareRest(const CompareExpr *expr,
                                            size_t from, Value left) {
  FailureOr<Value> right = eval(expr->rest[from]);
  if (failed(right))
    return failure();
  SourceRange range = join(expr->first->range, expr->rest[from]->range);
  FailureOr<Value> result =
      compareOp(static_cast<CompareOp>(expr->ops[from]), left, *right, range);
  if (failed(result) || from + 1 == expr->rest.size())
    return result;
  FailureOr<Truth> truth = truthOf(*result, range);
  if (failed(truth))
    return failure();
  auto rest = [&] { return evalCompareRest(expr, from + 1, *right); };
  if (truth->known)
    return truth->value ? rest() : result;
  return branchValue(truth->condition, range, rest, [&]() -> FailureOr<Value> {
    return Value::boolean(false);
  });
}

FailureOr<Value> Evaluator::evalConditional(const ConditionalExpr *expr) {
  FailureOr<Value> condition = eval(expr->condition);
  if (failed(condition))
    return failure();
  FailureOr<Truth> truth = truthOf(*condition, expr->condition->range);
  if (failed(truth))
    return failure();
  if (truth->known)
    return eval(truth->value ? expr->whenTrue : expr->whenFalse);
  return branchValue(
      truth->condition, expr->condition->range,
      [&] { return eval(expr->whenTrue); },
      [&] { return eval(expr->whenFalse); });
}

//--- Access -------------------------------------------------------------------

FailureOr<Value> Evaluator::evalAttribute(const AttributeExpr *expr) {
  FailureOr<Value> object = eval(expr->object);
  if (failed(object))
    return failure();
  size_t before = builder.workflow().ops.size();
  FailureOr<Value> v = getAttribute(*object, expr->name, expr->nameRange);
  // What is wrong with an attribute is about its name; where its value comes
  // from is the whole expression.
  if (succeeded(v) && isRuntime(*v) && runtimeId(*v).index >= before) {
    noteOrigin(runtimeId(*v), expr->range);
    origins[runtimeId(*v).index].range = expr->range;
  }
  if (succeeded(v))
    noteUse(*v, expr->range, /*isAttribute=*/true);
  return v;
}

FailureOr<Value> Evaluator::evalSubscript(const SubscriptExpr *expr) {
  FailureOr<Value> object = eval(expr->object);
  if (failed(object))
    return failure();
  if (auto *slice = llvm::dyn_cast<SliceExpr>(expr->index)) {
    Value parts[3];
    const Expr *written[] = {slice->start, slice->stop, slice->step};
    for (int i = 0; i < 3; ++i) {
      FailureOr<Value> part = written[i] ? eval(written[i]) : Value::none();
      if (failed(part))
        return failure();
      parts[i] = *part;
    }
    bool isKnown = !object->isSymbolic() &&
                   llvm::none_of(parts, [](Value v) { return v.isSymbolic(); });
    if (!isKnown)
      return runtimeSlice(*object, parts, expr->range);
    return located(
        value::getSlice(*this, *object, parts[0], parts[1], parts[2]),
        expr->range);
  }
  FailureOr<Value> index = eval(expr->index);
  if (failed(index))
    return failure();
  return subscriptOf(*object, *index, expr);
}

FailureOr<Value> Evaluator::subscriptOf(Value object, Value index,
                                        const SubscriptExpr *expr) {
  if (const Choice *choice = choiceOf(object))
    return distribute(*choice, expr->range, [&](Value side) {
      return subscriptOf(side, index, expr);
    });
  if (object.is(Kind::Type))
    return located(value::getItem(*this, object, index), expr->range);
  if (object.isSymbolic() || index.isSymbolic())
    return runtimeIndex(object, index, expr->range);
  return located(value::getItem(*this, object, index), expr->range);
}

//--- Assignment ---------------------------------------------------------------

LogicalResult Evaluator::assign(const Expr *target, Value v) {
  switch (target->kind) {
  case ExprKind::Name: {
    const auto *name = llvm::cast<NameExpr>(target);
    noteVariable(name->name, v);
    write(slotOf(name->resolution), v);
    return success();
  }
  case ExprKind::Tuple:
  case ExprKind::List:
    return assignSequence(llvm::cast<SequenceExpr>(target)->elements, v,
                          target->range);
  case ExprKind::Subscript: {
    auto *subscript = llvm::cast<SubscriptExpr>(target);
    FailureOr<Value> object = eval(subscript->object);
    FailureOr<Value> index = failed(object) ? object : eval(subscript->index);
    if (failed(index))
      return failure();
    return setItem(*object, *index, v, target->range);
  }
  case ExprKind::Attribute: {
    auto *attribute = llvm::cast<AttributeExpr>(target);
    FailureOr<Value> object = eval(attribute->object);
    if (failed(object))
      return failure();
    (void)raise(value::ExcKind::AttributeError,
                "'" + value::typeName(*object) + "' object attribute '" +
                    attribute->name + "' is read-only");
    return report(target->range);
  }
  default:
    llvm_unreachable("the parser has checked assignment targets");
  }
}

LogicalResult Evaluator::assignSequence(llvm::ArrayRef<Expr *> targets, Value v,
                                        SourceRange range) {
  if (const Choice *choice = choiceOf(v)) {
    auto assignSide = [&](Value side) -> FailureOr<Value> {
      if (failed(assignSequence(targets, side, range)))
        return failure();
      return Value::none();
    };
    return success(succeeded(distribute(*choice, range, assignSide)));
  }
  auto isStarred = [](const Expr *e) { return llvm::isa<StarredExpr>(e); };
  const auto *star = llvm::find_if(targets, isStarred);
  if (isRuntime(v))
    return assignRuntimeSequence(targets, star - targets.begin(), v, range);
  if (v.isSymbolic())
    return unsupported("unpacking", v, range);
  auto values = located(value::items(*this, v), range);
  if (failed(values))
    return failure();
  size_t wanted = targets.size();
  if (star != targets.end()) {
    if (values->size() >= wanted - 1)
      return bindStarred(targets, star - targets.begin(), *values);
    (void)raise(value::ExcKind::ValueError,
                "not enough values to unpack (expected at least " +
                    llvm::Twine(wanted - 1) + ", got " +
                    llvm::Twine(values->size()) + ")");
    return report(range);
  }
  if (values->size() != wanted) {
    if (values->size() > wanted)
      (void)raise(value::ExcKind::ValueError,
                  "too many values to unpack (expected " + llvm::Twine(wanted) +
                      ")");
    else
      (void)raise(value::ExcKind::ValueError,
                  "not enough values to unpack (expected " +
                      llvm::Twine(wanted) + ", got " +
                      llvm::Twine(values->size()) + ")");
    return report(range);
  }
  for (auto [target, item] : llvm::zip(targets, *values))
    if (failed(assign(target, item)))
      return failure();
  return success();
}

/// \p star is the place of the starred target, if there is one.
LogicalResult Evaluator::assignRuntimeSequence(llvm::ArrayRef<Expr *> targets,
                                               size_t star, Value v,
                                               SourceRange range) {
  std::optional<size_t> after;
  if (star != targets.size())
    after = targets.size() - star - 1;
  auto items = runtimeUnpack(v, star, after, range);
  if (failed(items))
    return failure();
  for (auto [target, item] : llvm::zip(targets, *items)) {
    auto *starred = llvm::dyn_cast<StarredExpr>(target);
    if (failed(assign(starred ? starred->value : target, item)))
      return failure();
  }
  return success();
}

/// `a, *b, c = values`: everything the others leave goes into a list.
LogicalResult Evaluator::bindStarred(llvm::ArrayRef<Expr *> targets,
                                     size_t star,
                                     llvm::ArrayRef<Value> values) {
  size_t after = targets.size() - star - 1;
  for (size_t i = 0; i < star; ++i)
    if (failed(assign(targets[i], values[i])))
      return failure();
  llvm::ArrayRef<Value> middle =
      values.slice(star, values.size() - after - star);
  auto *starred = llvm::cast<StarredExpr>(targets[star]);
  FailureOr<Value> list = located(heap.makeList(*this, middle), starred->range);
  if (failed(list) || failed(assign(starred->value, *list)))
    return failure();
  for (size_t i = 0; i < after; ++i)
    if (failed(
            assign(targets[star + 1 + i], values[values.size() - after + i])))
      return failure();
  return success();
}
