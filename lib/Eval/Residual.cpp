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
#include "KnownEvent.h"
#include "plue/IR/Presence.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Semantics.h"

using namespace plue;
using namespace plue::eval;
using value::BinaryOp;
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
  noteWalks(kind, operands, range);
  ValueId value = value::isIterator(types, type)
                      ? builder.fresh(kind, type, operands)
                      : builder.op(kind, type, operands);
  noteOrigin(value, range);
  return value;
}

ValueId Evaluator::emitNamed(OpKind kind, TypeId type,
                             llvm::ArrayRef<ValueId> operands,
                             llvm::StringRef name, SourceRange range) {
  builder.setLocation(locate(range));
  noteWalks(kind, operands, range);
  ValueId value =
      value::isIterator(types, type)
          ? builder.fresh(kind, type, operands, builder.plan().string(name))
          : builder.named(kind, type, operands, name);
  noteOrigin(value, range);
  return value;
}

LogicalResult Evaluator::unsupported(const llvm::Twine &what, Value v,
                                     SourceRange range) {
  if (const Choice *choice = choiceOf(v)) {
    auto diagnostic = diags.report(range, diag::runtime_choice);
    explain(diagnostic, v, choice->range);
    diagnostic.note(choice->range, diag::note_condition)
        .hint("do what needs it inside the branches");
    return reported();
  }
  auto diagnostic = diags.report(range, diag::runtime_unsupported, what.str());
  explain(diagnostic, v, range);
  bool isSecret = isRuntime(v) && mayHoldSecret(typeOfSymbolic(v));
  diagnostic.hint(
      isSecret ? "only a step may look at a secret: pass it on with "
                 "`env={\"NAME\": …}` or in the text of a command"
               : "run-time values can be compared, tested and put into texts; "
                 "do anything else in the commands of a step");
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

FailureOr<Value> Evaluator::valueOf(const ir::Constant &constant) {
  return ir::constantValue(*this, constant);
}

ValueId Evaluator::reifyScalar(Value v) {
  assert(canReify(v) && "a container, or nothing that exists at run time");
  if (isRuntime(v))
    return runtimeId(v);
  std::string storage;
  return builder.constant(*ir::constantOf(v, storage));
}

FailureOr<ValueId> Evaluator::reify(Value v, SourceRange range) {
  if (failed(located(burn(1), range)))
    return failure();
  if (const Choice *choice = choiceOf(v))
    return reifyChoice(*choice, range);
  if (v.isStaleView())
    return reifyView(v, range);
  if (canReify(v))
    return reifyScalar(v);
  if (auto *step = objectAs<StepObject>(v))
    return step->value;
  if (v.is(Kind::Range))
    return reifyRange(v, range);
  if (v.is(Kind::View))
    return reifyView(v, range);
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

FailureOr<ValueId> Evaluator::reifyToRead(Value v, SourceRange range) {
  size_t mark = frozenMark();
  FailureOr<ValueId> id = reify(v, range);
  thawSince(mark);
  return id;
}

FailureOr<ValueId> Evaluator::reifyRange(Value v, SourceRange range) {
  const value::RangeObject &object = *v.asRange();
  llvm::SmallVector<ValueId, 3> bounds;
  for (int64_t bound : {object.start, object.stop, object.step})
    bounds.push_back(reifyScalar(Value::smallInt(bound)));
  return emitNamed(OpKind::Call, types.iterable("range", types::Int), bounds,
                   "range", range);
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
    freezeParts(item, range);
    operands.push_back(*operand);
    elements.push_back(builder.workflow().typeOf(*operand));
    bool isKey = kind == OpKind::MakeDict && i % 2 == 0;
    joinInto(isKey ? keys : joined, elements.back());
  }
  --reifyDepth;
  TypeId element = joined ? joined : types.never();
  TypeId type = kind == OpKind::MakeTuple  ? types.tuple(elements)
                : kind == OpKind::MakeList ? types.list(element)
                : kind == OpKind::MakeSet
                    ? types.set(element)
                    : types.dict(keys ? keys : types.never(), element);
  return emit(kind, type, operands, range);
}

//--- Optionals ----------------------------------------------------------------

/// The fact on the path that shows \p v not to be None, if there is one.
ValueId Evaluator::proofOfPresence(ValueId v) const {
  for (const Condition &condition : path)
    if (ir::showsPresence(builder.plan().plan(), builder.workflow(),
                          condition.value, v))
      return condition.value;
  return ValueId();
}

FailureOr<Value> Evaluator::withoutNone(Value v, SourceRange range) {
  TypeId type = typeOfSymbolic(v);
  if (!types.isOptional(type))
    return v;
  ValueId value = runtimeId(v);
  ValueId proof = proofOfPresence(value);
  if (Value known = valueByEvent(*this, value);
      !proof && known && !known.isNone())
    proof = builder.constantBool(true);
  if (proof)
    return symbolic(
        emit(OpKind::Unwrap, types.withoutNone(type), {value, proof}, range));
  return maybeNone(value, range);
}

Value Evaluator::parsed(Value v, TypeId type, const llvm::Twine &place,
                        SourceRange range) {
  if (!isRuntime(v) || typeOfSymbolic(v) != types::Any)
    return v;
  ValueId check = emit(OpKind::Parse, type,
                       {runtimeId(v), builder.constantStr(place.str())}, range);
  anchor(check);
  return symbolic(check);
}

/// Whether a value of \p type may be, or contain, a secret.
bool Evaluator::mayHoldSecret(TypeId type) const {
  if (types.kind(type) == TypeKind::Secret)
    return true;
  return llvm::any_of(types[type].elements,
                      [&](TypeId element) { return mayHoldSecret(element); });
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
  if (resolved->isSymbolic())
    return runtimeUnary(op, *resolved, range);
  return located(value::unary(*this, op, *resolved), range);
}

bool Evaluator::isText(Value v) const {
  if (!isRuntime(v))
    return v.isStr();
  return isText(types.kind(typeOfSymbolic(v)));
}

bool Evaluator::isText(TypeKind kind) {
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
  bool isResidual = isRuntime(*l) || isRuntime(*r);
  if (isResidual && op == BinaryOp::Add && isText(*l) && isText(*r))
    return concat({*l, *r}, range);
  if (!isResidual) {
    FailureOr<Value> result = value::binary(*this, op, *l, *r);
    if (succeeded(result) || exception().kind != ExcKind::Residual)
      return located(result, range);
    (void)takeException();
  }
  return runtimeBinary(op, *l, *r, range);
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
