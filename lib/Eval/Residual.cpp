//===- Residual.cpp - Operations with run-time operands -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Where an operand is known only at run time, the operation becomes an
/// IR operation with a static type. What is certain to fail at run time fails
/// now. What has no run-time form is a located error that names the operation,
/// the value and where it came from; nothing is ever dropped.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"
#include "EventTypes.h"
#include "plue/IR/Printer.h"

using namespace plue;
using namespace plue::eval;
using value::BinaryOp;
using value::CompareOp;
using value::ExcKind;
using value::UnaryOp;

//--- Making operations --------------------------------------------------------

Value Evaluator::symbolic(ValueId value) {
  const ir::Constant *constant = builder.asConstant(value);
  if (constant && constant->kind == ir::Constant::Bool)
    return Value::boolean(constant->number != 0);
  return Value::symbolic(value.index);
}

TypeId Evaluator::typeOfSymbolic(Value v) const {
  return builder.workflow().typeOf(runtimeId(v));
}

ir::Location Evaluator::locate(SourceRange range) const {
  if (!range.isValid())
    return {};
  LineColumn position = sources.lineColumn(range.file, range.begin);
  return {.source = 0, .line = position.line, .column = position.column};
}

ValueId Evaluator::emit(OpKind kind, TypeId type,
                        llvm::ArrayRef<ValueId> operands, SourceRange range) {
  builder.setLocation(locate(range));
  ValueId value = builder.op(kind, type, operands);
  noteOrigin(value, range);
  return value;
}

ValueId Evaluator::emitNamed(OpKind kind, TypeId type,
                             llvm::ArrayRef<ValueId> operands,
                             llvm::StringRef name, SourceRange range) {
  builder.setLocation(locate(range));
  ValueId value = builder.named(kind, type, operands, name);
  noteOrigin(value, range);
  return value;
}

void Evaluator::noteOrigin(ValueId value, SourceRange range) {
  if (value.index >= origins.size())
    origins.resize(value.index + 1);
  if (!origins[value.index].isValid())
    origins[value.index] = range;
}

LogicalResult Evaluator::unsupported(const llvm::Twine &what, Value v,
                                     SourceRange range) {
  if (const Choice *choice = choiceOf(v)) {
    diags.report(range, diag::runtime_choice)
        .note(choice->range, diag::note_condition)
        .hint("do what needs it inside the branches");
    return reported();
  }
  auto builder = diags.report(range, diag::runtime_unsupported, what.str());
  if (isRuntime(v)) {
    ValueId value = runtimeId(v);
    SourceRange origin = originOf(value);
    std::string text = ir::expressionText(this->builder.plan().plan(),
                                          this->builder.workflow(), value);
    if (origin.isValid() && origin != range)
      builder.label(origin, "`" + text + "` is known only at run time");
    else
      builder.hint("`" + text + "` is known only at run time");
  }
  return reported();
}

//--- Constants and containers -------------------------------------------------

bool Evaluator::canReify(Value v) {
  switch (v.kind()) {
  case Kind::None:
  case Kind::Bool:
  case Kind::Int:
  case Kind::Float:
  case Kind::Str:
    return true;
  case Kind::Symbolic:
    return isRuntime(v);
  default:
    return false;
  }
}

static ir::Constant constantOf(Value v, std::string &storage) {
  switch (v.kind()) {
  case Kind::Bool:
    return {.kind = ir::Constant::Bool, .number = v.asBool()};
  case Kind::Int: {
    if (v.isSmallInt())
      return {.kind = ir::Constant::Int, .number = v.asInt()};
    llvm::SmallString<64> digits;
    v.asBigInt()->number.toStringSigned(digits);
    storage = digits.str().str();
    return {.kind = ir::Constant::BigInt, .text = storage};
  }
  case Kind::Float:
    return {.kind = ir::Constant::Float, .real = v.asFloat()};
  case Kind::Str:
    return {.kind = ir::Constant::Str, .text = v.text()};
  default:
    return {.kind = ir::Constant::None};
  }
}

FailureOr<ValueId> Evaluator::reify(Value v, SourceRange range) {
  if (failed(located(burn(1), range)))
    return failure();
  if (const Choice *choice = choiceOf(v))
    return reifyChoice(*choice, range);
  if (isRuntime(v))
    return runtimeId(v);
  if (canReify(v)) {
    std::string storage;
    return builder.constant(constantOf(v, storage));
  }
  llvm::SmallVector<Value, 8> items;
  OpKind kind = OpKind::MakeList;
  switch (v.kind()) {
  case Kind::List:
    llvm::append_range(items, v.asList()->items);
    break;
  case Kind::Tuple:
    kind = OpKind::MakeTuple;
    llvm::append_range(items, v.asTuple()->items);
    break;
  case Kind::Set:
    kind = OpKind::MakeSet;
    for (const auto &entry : v.asSet()->table.entries)
      if (entry.key)
        items.push_back(entry.key);
    break;
  case Kind::Dict:
    kind = OpKind::MakeDict;
    for (const auto &entry : v.asDict()->entries)
      if (entry.key)
        items.append({entry.key, entry.value});
    break;
  default:
    (void)unsupported(value::typeName(v) + " in a run-time expression", v,
                      range);
    return failure();
  }
  return reifyContainer(kind, items, range);
}

/// Two containers can be chosen between at run time, if nobody changes them.
FailureOr<ValueId> Evaluator::reifyChoice(const Choice &choice,
                                          SourceRange range) {
  FailureOr<ValueId> yes = reify(choice.whenTrue, range);
  FailureOr<ValueId> no = failed(yes) ? yes : reify(choice.whenFalse, range);
  if (failed(no))
    return failure();
  TypeId type = types.join(builder.workflow().typeOf(*yes),
                           builder.workflow().typeOf(*no));
  return emit(OpKind::Select, type, {choice.condition, *yes, *no}, range);
}

FailureOr<ValueId> Evaluator::reifyContainer(OpKind kind,
                                             llvm::ArrayRef<Value> items,
                                             SourceRange range) {
  llvm::SmallVector<ValueId, 8> operands;
  llvm::SmallVector<TypeId, 8> elements;
  TypeId keys, joined;
  auto joinInto = [&](TypeId &into, TypeId type) {
    into = into ? types.join(into, type) : type;
  };
  if (++reifyDepth > limits.syntaxDepth) {
    (void)raise(ExcKind::Limit, "containers nested more than " +
                                    llvm::Twine(limits.syntaxDepth) + " deep");
    return report(range);
  }
  for (auto [i, item] : llvm::enumerate(items)) {
    FailureOr<ValueId> operand = reify(item, range);
    if (failed(operand))
      return failure();
    operands.push_back(*operand);
    elements.push_back(builder.workflow().typeOf(*operand));
    bool isKey = kind == OpKind::MakeDict && i % 2 == 0;
    joinInto(isKey ? keys : joined, elements.back());
  }
  --reifyDepth;
  TypeId element = joined ? joined : types::Any;
  TypeId type = kind == OpKind::MakeTuple  ? types.tuple(elements)
                : kind == OpKind::MakeList ? types.list(element)
                : kind == OpKind::MakeSet
                    ? types.set(element)
                    : types.dict(keys ? keys : types::Any, element);
  return emit(kind, type, operands, range);
}

//--- Optionals ----------------------------------------------------------------

/// The fact on the path that shows \p v not to be None, if there is one.
ValueId Evaluator::proofOfPresence(ValueId v) const {
  const ir::Workflow &workflow = builder.workflow();
  const ir::Plan &plan = builder.plan().plan();
  auto isNone = [&](ValueId operand) {
    const ir::Constant *constant = builder.asConstant(operand);
    return constant && constant->kind == ir::Constant::None;
  };
  auto provesIt = [&](ValueId condition) {
    const ir::Op &op = workflow.op(condition);
    llvm::ArrayRef<ValueId> operands = workflow.operands(op);
    switch (op.kind) {
    case OpKind::Truth:
      return operands[0] == v;
    case OpKind::CmpIsNot:
    case OpKind::CmpNe:
      return operands[0] == v && isNone(operands[1]);
    case OpKind::CmpEq: {
      const ir::Constant *constant = builder.asConstant(operands[1]);
      if (!constant || constant->kind == ir::Constant::None)
        return false;
      if (operands[0] == v)
        return true;
      // `ctx.event.type == "pull_request"` shows `ctx.event.pull_request`.
      const ir::Op &left = workflow.op(operands[0]), &value = workflow.op(v);
      return left.kind == OpKind::Event && plan.string(left) == "type" &&
             value.kind == OpKind::Event &&
             isFieldOfEvent(plan.string(value), constant->text);
    }
    case OpKind::Not: {
      const ir::Op &inner = workflow.op(operands[0]);
      llvm::ArrayRef<ValueId> compared = workflow.operands(inner);
      return (inner.kind == OpKind::CmpIs || inner.kind == OpKind::CmpEq) &&
             compared[0] == v && isNone(compared[1]);
    }
    default:
      return false;
    }
  };
  for (const Condition &condition : path)
    if (provesIt(condition.value))
      return condition.value;
  return ValueId();
}

FailureOr<Value> Evaluator::withoutNone(Value v, SourceRange range) {
  TypeId type = typeOfSymbolic(v);
  if (!types.isOptional(type))
    return v;
  ValueId value = runtimeId(v);
  if (ValueId proof = proofOfPresence(value))
    return symbolic(
        emit(OpKind::Unwrap, types.withoutNone(type), {value, proof}, range));
  std::string text =
      ir::expressionText(builder.plan().plan(), builder.workflow(), value);
  diags.report(range, diag::maybe_none, text)
      .hint("test it first: `if " + text + " is not None: …`");
  return reported();
}

//--- Operators ----------------------------------------------------------------

FailureOr<Value> Evaluator::unaryOp(UnaryOp op, Value operand,
                                    SourceRange range) {
  if (op == UnaryOp::Not) {
    FailureOr<Truth> truth = truthOf(operand, range);
    if (failed(truth))
      return failure();
    return truth->known ? Value::boolean(!truth->value)
                        : symbolic(builder.negate(truth->condition));
  }
  FailureOr<Value> resolved = resolve(operand, range);
  if (failed(resolved))
    return failure();
  if (isRuntime(*resolved))
    return unsupported("`" + value::spelling(op) + "`", *resolved, range);
  return located(value::unary(*this, op, *resolved), range);
}

bool Evaluator::isText(Value v) const {
  if (!isRuntime(v))
    return v.isStr();
  TypeKind kind = types.kind(typeOfSymbolic(v));
  return kind == TypeKind::Str || kind == TypeKind::Enum ||
         kind == TypeKind::Secret;
}

FailureOr<Value> Evaluator::binaryOp(BinaryOp op, Value left, Value right,
                                     SourceRange range) {
  FailureOr<Value> l = resolve(left, range), r = resolve(right, range);
  if (failed(l) || failed(r))
    return failure();
  if (const Choice *choice = choiceOf(*l))
    return distribute(*choice, range, [&](Value side) {
      return binaryOp(op, side, *r, range);
    });
  if (const Choice *choice = choiceOf(*r))
    return distribute(*choice, range, [&](Value side) {
      return binaryOp(op, *l, side, range);
    });
  auto isType = [](Value v) { return v.is(Kind::Type) || v.isNone(); };
  if (op == BinaryOp::BitOr && isType(*l) && isType(*r)) { // `str | None`
    auto typeOf = [](Value v) { return v.isNone() ? types::None : v.asType(); };
    return Value::type(types.join(typeOf(*l), typeOf(*r)));
  }
  bool isResidual = isRuntime(*l) || isRuntime(*r);
  if (isResidual && op == BinaryOp::Add && isText(*l) && isText(*r))
    return concat({*l, *r}, range);
  if (!isResidual) {
    FailureOr<Value> result = value::binary(*this, op, *l, *r);
    if (succeeded(result) || exception().kind != ExcKind::Residual)
      return located(result, range);
    (void)takeException();
  }
  return unsupported("`" + value::spelling(op) + "`", isRuntime(*l) ? *l : *r,
                     range);
}

//--- Comparison ---------------------------------------------------------------

static OpKind opFor(CompareOp op) {
  return static_cast<OpKind>(static_cast<int>(OpKind::CmpEq) +
                             static_cast<int>(op));
}
static_assert(int(OpKind::CmpNotIn) - int(OpKind::CmpEq) ==
                  int(CompareOp::NotIn) - int(CompareOp::Eq),
              "the comparisons stand in the same order in both lists");

static bool isNumber(TypeKind kind) {
  return kind == TypeKind::Int || kind == TypeKind::Float ||
         kind == TypeKind::Bool;
}

static bool isString(TypeKind kind) {
  return kind == TypeKind::Str || kind == TypeKind::Enum;
}

static bool isContainer(TypeKind kind) {
  return kind == TypeKind::List || kind == TypeKind::Set ||
         kind == TypeKind::Dict || kind == TypeKind::Tuple;
}

/// Refuses comparisons that raise TypeError whatever the values are.
LogicalResult Evaluator::checkComparable(CompareOp op, TypeId left,
                                         TypeId right, SourceRange range) {
  TypeKind l = types.kind(left), r = types.kind(right);
  if (l == TypeKind::Secret || r == TypeKind::Secret) {
    diags.report(range, diag::secret_inspected, "compared");
    return reported();
  }
  bool isOrder = op >= CompareOp::Lt && op <= CompareOp::Ge;
  if (isOrder && !(isNumber(l) && isNumber(r)) && !(isString(l) && isString(r)))
    return raise(ExcKind::TypeError,
                 "'" + value::spelling(op) +
                     "' not supported between instances of '" +
                     types.str(left) + "' and '" + types.str(right) + "'");
  bool isMembership = op == CompareOp::In || op == CompareOp::NotIn;
  if (isMembership && isString(r) && !isString(l))
    return raise(ExcKind::TypeError,
                 "'in <string>' requires string as left operand, not " +
                     types.str(left));
  if (isMembership && !isString(r) && !isContainer(r))
    return raise(ExcKind::TypeError,
                 "argument of type '" + types.str(right) + "' is not iterable");
  return success();
}

FailureOr<Value> Evaluator::compareSymbolic(CompareOp op, Value left,
                                            Value right, SourceRange range) {
  bool isIdentity = op == CompareOp::Is || op == CompareOp::IsNot;
  bool isMembership = op == CompareOp::In || op == CompareOp::NotIn;
  bool isEquality = op == CompareOp::Eq || op == CompareOp::Ne;
  // Equality and identity are total; for all else None is a TypeError.
  auto present = [&](Value v) -> FailureOr<Value> {
    bool mayBeNone = isIdentity || isEquality || !isRuntime(v);
    return mayBeNone ? v : withoutNone(v, range);
  };
  FailureOr<Value> l = isMembership && !isText(right) ? left : present(left);
  FailureOr<Value> r = failed(l) ? l : present(right);
  if (failed(r))
    return failure();
  FailureOr<ValueId> a = reify(*l, range), b = reify(*r, range);
  if (failed(a) || failed(b))
    return failure();
  TypeId leftType = builder.workflow().typeOf(*a);
  TypeId rightType = builder.workflow().typeOf(*b);
  if (failed(located(checkComparable(op, leftType, rightType, range), range)))
    return failure();
  bool isNever = isIdentity && !types.isAssignable(rightType, leftType) &&
                 !types.isAssignable(leftType, rightType) &&
                 leftType != types::Any;
  if (isNever)
    return Value::boolean(op == CompareOp::IsNot);
  return symbolic(emit(opFor(op), types::Bool, {*a, *b}, range));
}

FailureOr<Value> Evaluator::compareOp(CompareOp op, Value left, Value right,
                                      SourceRange range) {
  FailureOr<Value> l = resolve(left, range), r = resolve(right, range);
  if (failed(l) || failed(r))
    return failure();
  if (const Choice *choice = choiceOf(*l))
    return distribute(*choice, range, [&](Value side) {
      return compareOp(op, side, *r, range);
    });
  if (const Choice *choice = choiceOf(*r))
    return distribute(*choice, range, [&](Value side) {
      return compareOp(op, *l, side, range);
    });
  if (isRuntime(*l) || isRuntime(*r))
    return compareSymbolic(op, *l, *r, range);
  FailureOr<Value> result = value::compare(*this, op, *l, *r);
  if (succeeded(result) || exception().kind != ExcKind::Residual)
    return located(result, range);
  (void)takeException();
  return compareSymbolic(op, *l, *r, range);
}

//--- Text ---------------------------------------------------------------------

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
  if (!isRuntime(v))
    return textOfPlanValue(v, conversion, range);
  FailureOr<Value> present = withoutNone(v, range);
  if (failed(present))
    return failure();
  if (conversion == 's' && isText(*present))
    return present;
  if (types.kind(typeOfSymbolic(*present)) == TypeKind::Secret) {
    diags.report(range, diag::secret_inspected, "converted");
    return reported();
  }
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
  FailureOr<ValueId> container = reify(v, range);
  if (failed(container))
    return failure();
  return toText(Value::symbolic(container->index), conversion, range);
}

/// Some value of a type, to try a format specification on.
static Value sampleOf(value::TypeStore &types, TypeId type, Value emptyText) {
  switch (types.kind(type)) {
  case TypeKind::Int:
    return Value::smallInt(0);
  case TypeKind::Float:
    return Value::floating(0);
  case TypeKind::Bool:
    return Value::boolean(false);
  case TypeKind::Str:
  case TypeKind::Enum:
    return emptyText;
  default:
    return Value();
  }
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
  FailureOr<Value> present = withoutNone(v, range);
  FailureOr<Value> empty = heap.makeStr(*this, "");
  if (failed(present) || failed(located(empty, range)))
    return failure();
  Value sample = sampleOf(types, typeOfSymbolic(*present), *empty);
  if (!sample)
    return unsupported("a format specification", *present, range);
  if (failed(located(value::format(*this, sample, spec), range)))
    return failure();
  ValueId specValue = builder.constantStr(spec);
  return symbolic(emit(OpKind::Format, types::Str,
                       {runtimeId(*present), specValue}, range));
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

//--- Built-in calls -----------------------------------------------------------

FailureOr<Value> Evaluator::callOnSymbolic(Value callee, const CallArgs &args,
                                           const CallSite &site) {
  bool isPlain = args.keywords.empty() && args.positional.size() == 1;
  if (callee.is(Kind::Type) && isPlain) {
    Value operand = args.positional[0];
    if (callee.asType() == types::Bool && operand.isSymbolic()) {
      FailureOr<Truth> truth = truthOf(operand, site.positional(0));
      if (failed(truth))
        return failure();
      return truth->known ? Value::boolean(truth->value)
                          : symbolic(truth->condition);
    }
    if (callee.asType() == types::Str)
      return toText(operand, 's', site.positional(0));
  }
  if (!callee.is(Kind::Builtin) || !isPlain)
    return Value();
  llvm::StringRef name = value::builtinName(callee.asBuiltin());
  if (name == "repr" || name == "ascii")
    return toText(args.positional[0], name[0], site.positional(0));
  return Value();
}
