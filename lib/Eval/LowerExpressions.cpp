//===- LowerExpressions.cpp - Expressions as code -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Each leaves its value on the stack. Operands are evaluated from left
/// to right, exactly as often as CPython does.
//===----------------------------------------------------------------------===//
#include "Lower.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;

/// More items than this are added one by one, so that the stack stays small.
static constexpr size_t MaxAtOnce = 200;

LogicalResult Lowering::lower(const Expr *expr) {
  if (failed(evaluator.located(evaluator.burn(1), expr->range)))
    return failure();
  if (known)
    if (Value v = known->lookup(expr))
      return loadValue(v, expr->range);
  return lowerUnlessKnown(expr);
}

LogicalResult Lowering::lowerUnlessKnown(const Expr *expr) {
  switch (expr->kind) {
  case ExprKind::Name:
    return load(llvm::cast<NameExpr>(expr));
  case ExprKind::Constant:
    return lowerConstant(llvm::cast<ConstantExpr>(expr));
  case ExprKind::JoinedStr:
    return lowerJoined(llvm::cast<JoinedStrExpr>(expr)->parts, expr->range);
  case ExprKind::Tuple:
  case ExprKind::List:
  case ExprKind::Set:
    return lowerSequence(llvm::cast<SequenceExpr>(expr));
  case ExprKind::Dict:
    return lowerDict(llvm::cast<DictExpr>(expr));
  case ExprKind::Unary: {
    auto *unary = llvm::cast<UnaryExpr>(expr);
    if (failed(lower(unary->operand)))
      return failure();
    emit(InstrKind::Unary, expr->range, 0, uint32_t(unary->op));
    return success();
  }
  case ExprKind::Binary: {
    auto *binary = llvm::cast<BinaryExpr>(expr);
    if (failed(lower(binary->left)) || failed(lower(binary->right)))
      return failure();
    emit(InstrKind::Binary, expr->range, 0, uint32_t(binary->op));
    return success();
  }
  case ExprKind::BoolOp:
    return lowerLogic(llvm::cast<BoolOpExpr>(expr));
  case ExprKind::Compare:
    return lowerCompare(llvm::cast<CompareExpr>(expr));
  case ExprKind::Conditional:
    return lowerConditional(llvm::cast<ConditionalExpr>(expr));
  case ExprKind::Lambda:
    return lowerLambda(llvm::cast<LambdaExpr>(expr));
  case ExprKind::Call:
    return lowerCall(llvm::cast<CallExpr>(expr));
  case ExprKind::Attribute:
    return lowerAttribute(llvm::cast<AttributeExpr>(expr));
  case ExprKind::Subscript:
    return lowerSubscript(llvm::cast<SubscriptExpr>(expr));
  case ExprKind::Comprehension:
    return lowerComprehension(llvm::cast<ComprehensionExpr>(expr));
  case ExprKind::Walrus: {
    auto *walrus = llvm::cast<WalrusExpr>(expr);
    if (failed(lower(walrus->value)))
      return failure();
    emit(InstrKind::Dup, expr->range);
    return assign(walrus->target);
  }
  case ExprKind::Slice:
  case ExprKind::Starred:
  case ExprKind::Refused:
  case ExprKind::Error:
    break;
  }
  llvm_unreachable("reported by the parser or Sema, or handled by the parent");
}

//--- Atoms --------------------------------------------------------------------

LogicalResult Lowering::lowerConstant(const ConstantExpr *expr) {
  // `...` is nothing that a plan has; where it stands alone it does nothing.
  FailureOr<Value> v = expr->constant == ConstantKind::Ellipsis
                           ? Value::none()
                           : evaluator.evalConstant(expr);
  if (failed(v))
    return failure();
  emitConstant(*v, expr->range);
  return success();
}

LogicalResult Lowering::lowerReplacement(const JoinedPart &part) {
  if (failed(lower(part.value)))
    return failure();
  SourceRange range = part.value->range;
  if (part.conversion)
    emit(part.conversion == 's'   ? InstrKind::Str
         : part.conversion == 'r' ? InstrKind::Repr
                                  : InstrKind::Ascii,
         range);
  if (!part.hasSpec) {
    if (!part.conversion)
      emit(InstrKind::Str, range);
    return success();
  }
  if (failed(lowerJoined(part.spec, part.range)))
    return failure();
  emit(InstrKind::Format, range);
  return success();
}

LogicalResult Lowering::lowerJoined(llvm::ArrayRef<JoinedPart> parts,
                                    SourceRange range) {
  if (parts.size() == 1 && parts[0].value)
    return lowerReplacement(parts[0]);
  size_t count = 0;
  for (const JoinedPart &part : parts) {
    if (part.value) {
      if (failed(lowerReplacement(part)))
        return failure();
    } else {
      emit(InstrKind::Const, part.range, 0,
           constant({.kind = ir::Constant::Str, .text = part.text}));
    }
    if (++count == MaxAtOnce) {
      emit(InstrKind::Concat, range, count);
      count = 1;
    }
  }
  emit(InstrKind::Concat, range, count);
  return success();
}

//--- Displays -----------------------------------------------------------------

/// A list or set of \p elements, which may have stars. (A tuple with stars is
/// made of a list.)
LogicalResult Lowering::lowerElements(llvm::ArrayRef<Expr *> elements,
                                      InstrKind make, SourceRange range) {
  auto isStarred = [](const Expr *e) { return llvm::isa<StarredExpr>(e); };
  const auto *star = llvm::find_if(elements, isStarred);
  size_t atOnce = std::min<size_t>(star - elements.begin(), MaxAtOnce);
  for (const Expr *element : elements.take_front(atOnce))
    if (failed(lower(element)))
      return failure();
  emit(make, range, atOnce);
  for (const Expr *element : elements.drop_front(atOnce)) {
    auto *starred = llvm::dyn_cast<StarredExpr>(element);
    if (failed(lower(starred ? starred->value : element)))
      return failure();
    emit(starred ? InstrKind::Extend : InstrKind::Append, element->range);
  }
  return success();
}

LogicalResult Lowering::lowerSequence(const SequenceExpr *expr) {
  if (expr->kind == ExprKind::Set)
    return lowerElements(expr->elements, InstrKind::MakeSet, expr->range);
  bool isTuple = expr->kind == ExprKind::Tuple;
  bool isPlain = expr->elements.size() <= MaxAtOnce &&
                 llvm::none_of(expr->elements, [](const Expr *e) {
                   return llvm::isa<StarredExpr>(e);
                 });
  if (isPlain || !isTuple)
    return lowerElements(expr->elements,
                         isTuple ? InstrKind::MakeTuple : InstrKind::MakeList,
                         expr->range);
  emit(InstrKind::Class, expr->range, 0,
       evaluator.types.tupleOf(types::Any).index);
  if (failed(lowerElements(expr->elements, InstrKind::MakeList, expr->range)))
    return failure();
  emit(InstrKind::Call, expr->range, 2, ~0U);
  return success();
}

LogicalResult Lowering::lowerDict(const DictExpr *expr) {
  emit(InstrKind::MakeDict, expr->range, 0);
  for (const DictItem &item : expr->items) {
    if (item.key && failed(lower(item.key)))
      return failure();
    if (failed(lower(item.value)))
      return failure();
    emit(item.key ? InstrKind::Insert : InstrKind::Extend,
         (item.key ? item.key : item.value)->range);
  }
  return success();
}

//--- Logic --------------------------------------------------------------------

LogicalResult Lowering::lowerLogic(const BoolOpExpr *expr) {
  llvm::SmallVector<size_t, 4> jumps;
  for (const Expr *operand : expr->operands) {
    if (failed(lower(operand)))
      return failure();
    if (operand != expr->operands.back())
      jumps.push_back(emit(expr->isAnd ? InstrKind::JumpIfFalseKeep
                                       : InstrKind::JumpIfTrueKeep,
                           operand->range));
  }
  for (size_t jump : jumps)
    patch(jump);
  return success();
}

/// In a chain each operand but the outermost two is needed twice: a variable
/// keeps it meanwhile.
LogicalResult Lowering::lowerCompare(const CompareExpr *expr) {
  if (failed(lower(expr->first)))
    return failure();
  llvm::SmallVector<size_t, 4> jumps;
  for (size_t i = 0; i != expr->ops.size(); ++i) {
    bool isLast = i + 1 == expr->ops.size();
    if (failed(lower(expr->rest[i])))
      return failure();
    SourceRange range = join(expr->first->range, expr->rest[i]->range);
    if (isLast) {
      emit(InstrKind::Compare, range, 0, uint32_t(expr->ops[i]));
      break;
    }
    uint32_t middle = newSlot(current);
    emit(InstrKind::Dup, range);
    emit(InstrKind::Store, range, 0, middle);
    emit(InstrKind::Compare, range, 0, uint32_t(expr->ops[i]));
    jumps.push_back(emit(InstrKind::JumpIfFalseKeep, range));
    emit(InstrKind::Load, range, 0, middle);
  }
  for (size_t jump : jumps)
    patch(jump);
  return success();
}

LogicalResult Lowering::lowerConditional(const ConditionalExpr *expr) {
  if (failed(lower(expr->condition)))
    return failure();
  size_t otherwise = emit(InstrKind::JumpIfFalse, expr->condition->range);
  if (failed(lower(expr->whenTrue)))
    return failure();
  size_t end = emit(InstrKind::Jump, expr->range);
  patch(otherwise);
  if (failed(lower(expr->whenFalse)))
    return failure();
  patch(end);
  return success();
}

//--- Access -------------------------------------------------------------------

/// Whether it is a field or a method, inference finds out.
LogicalResult Lowering::lowerAttribute(const AttributeExpr *expr) {
  FailureOr<Value> v = staticValue(expr);
  if (failed(v))
    return failure();
  if (*v)
    return loadValue(*v, expr->range);
  if (failed(lower(expr->object)))
    return failure();
  emitString(InstrKind::GetMethod, expr->name, expr->nameRange);
  return success();
}

LogicalResult Lowering::lowerSubscript(const SubscriptExpr *expr) {
  if (failed(lower(expr->object)))
    return failure();
  auto *slice = llvm::dyn_cast<SliceExpr>(expr->index);
  if (!slice) {
    if (failed(lower(expr->index)))
      return failure();
    emit(InstrKind::Index, expr->range);
    return success();
  }
  for (const Expr *part : {slice->start, slice->stop, slice->step}) {
    if (!part)
      emitConstant(Value::none(), slice->range);
    else if (failed(lower(part)))
      return failure();
  }
  emit(InstrKind::Slice, expr->range);
  return success();
}

//--- Calls --------------------------------------------------------------------

LogicalResult Lowering::lowerCall(const CallExpr *expr) {
  if (failed(lower(expr->callee)))
    return failure();
  bool isPlain = expr->arguments.size() <= MaxAtOnce;
  for (const Argument &argument : expr->arguments)
    isPlain &= argument.kind == Argument::Positional ||
               argument.kind == Argument::Keyword;
  if (!isPlain)
    return lowerSpreadCall(expr);
  std::string keywords;
  for (const Argument &argument : expr->arguments) {
    if (failed(lower(argument.value)))
      return failure();
    if (argument.kind == Argument::Keyword)
      keywords += (keywords.empty() ? "" : " ") + argument.name.str();
  }
  emit(InstrKind::Call, expr->range, expr->arguments.size() + 1,
       keywords.empty() ? ~0U : string(keywords));
  return success();
}

/// All positional arguments come before `**` and keywords are evaluated, as in
/// CPython.
LogicalResult Lowering::lowerSpreadCall(const CallExpr *expr) {
  emit(InstrKind::MakeList, expr->range, 0);
  for (const Argument &argument : expr->arguments) {
    bool isStar = argument.kind == Argument::Star;
    if (!isStar && argument.kind != Argument::Positional)
      continue;
    if (failed(lower(argument.value)))
      return failure();
    emit(isStar ? InstrKind::Extend : InstrKind::Append, argument.range);
  }
  emit(InstrKind::MakeDict, expr->range, 0);
  for (const Argument &argument : expr->arguments) {
    bool isKeyword = argument.kind == Argument::Keyword;
    if (!isKeyword && argument.kind != Argument::DoubleStar)
      continue;
    if (isKeyword) {
      emit(InstrKind::Const, argument.range, 0,
           constant({.kind = ir::Constant::Str, .text = argument.name}));
    }
    if (failed(lower(argument.value)))
      return failure();
    if (isKeyword)
      emit(InstrKind::MakeDict, argument.range, 2);
    emit(InstrKind::Merge, argument.range);
  }
  emit(InstrKind::CallSpread, expr->range);
  return success();
}

//--- Functions within expressions ---------------------------------------------

LogicalResult Lowering::lowerLambda(const LambdaExpr *expr) {
  uint32_t function =
      addFunction("<lambda>", current, expr->parameters, expr->scope);
  if (failed(lowerDefaults(expr->parameters, function)))
    return failure();
  emit(InstrKind::Closure, expr->range, 0, function);
  return lowerBody(function, scope, [&]() -> LogicalResult {
    if (failed(lower(expr->body)))
      return failure();
    emit(InstrKind::Return, expr->body->range);
    return success();
  });
}

/// The name of the one parameter of a comprehension: the iterator over its
/// first iterable.
static constexpr llvm::StringRef IteratorName = ".0";

LogicalResult Lowering::lowerComprehension(const ComprehensionExpr *expr) {
  static constexpr llvm::StringRef names[] = {"<listcomp>", "<setcomp>",
                                              "<dictcomp>", "<genexpr>"};
  uint32_t function =
      addFunction(names[unsigned(expr->form)], current, {}, expr->scope);
  Code &code = functions[function];
  code.parameters.push_back(
      {.name = IteratorName, .kind = ir::FunctionParameter::PositionalOnly});
  code.slotNames.insert(code.slotNames.begin(), "");
  code.isGenerator = expr->form == ComprehensionKind::Generator;
  emit(InstrKind::Closure, expr->range, 0, function);
  const Expr *first = expr->generators.front().iterable;
  if (failed(lower(first)))
    return failure();
  emit(InstrKind::Iterate, first->range);
  emit(InstrKind::Call, expr->range, 2, ~0U);

  return lowerBody(function, scope, [&]() -> LogicalResult {
    scopes.back().base = 1;
    uint32_t result = 0;
    if (!code.isGenerator) {
      result = newSlot(function);
      emit(expr->form == ComprehensionKind::List  ? InstrKind::MakeList
           : expr->form == ComprehensionKind::Set ? InstrKind::MakeSet
                                                  : InstrKind::MakeDict,
           expr->range);
      emit(InstrKind::Store, expr->range, 0, result);
    }
    if (failed(lowerGenerators(expr, 0, result)))
      return failure();
    if (code.isGenerator)
      emitConstant(Value::none(), expr->range);
    else
      emit(InstrKind::Load, expr->range, 0, result);
    emit(InstrKind::Return, expr->range);
    return success();
  });
}

LogicalResult Lowering::lowerGenerators(const ComprehensionExpr *expr,
                                        size_t level, uint32_t resultSlot) {
  if (level == expr->generators.size())
    return lowerItem(expr, resultSlot);
  const Generator &generator = expr->generators[level];
  SourceRange range = generator.iterable->range;
  if (level == 0) {
    emit(InstrKind::Load, range, 0, 0);
  } else {
    if (failed(lower(generator.iterable)))
      return failure();
    emit(InstrKind::Iterate, range);
  }
  size_t start = here();
  size_t next = emit(InstrKind::Next, range);
  if (failed(assign(generator.target)))
    return failure();
  for (const Expr *condition : generator.conditions) {
    if (failed(lower(condition)))
      return failure();
    emit(InstrKind::JumpIfFalse, condition->range, 0, start);
  }
  if (failed(lowerGenerators(expr, level + 1, resultSlot)))
    return failure();
  emit(InstrKind::Jump, range, 0, start);
  patch(next);
  return success();
}

/// Adds one element to the result, or yields it.
LogicalResult Lowering::lowerItem(const ComprehensionExpr *expr,
                                  uint32_t resultSlot) {
  SourceRange range = expr->element->range;
  bool isGenerator = expr->form == ComprehensionKind::Generator;
  if (!isGenerator)
    emit(InstrKind::Load, range, 0, resultSlot);
  if (failed(lower(expr->element)))
    return failure();
  if (isGenerator) {
    emit(InstrKind::Yield, range);
    return success();
  }
  if (expr->value && failed(lower(expr->value)))
    return failure();
  emit(expr->value ? InstrKind::Insert : InstrKind::Append, range);
  emit(InstrKind::Pop, range);
  return success();
}
