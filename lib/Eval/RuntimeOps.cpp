//===- RuntimeOps.cpp - Operators and calls on run-time values ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Operators, items, built-in functions and methods that meet a run-time
/// value. Each becomes an operation whose type the rules of lib/Value give; one
/// that is certain to raise is refused now, one that may is evaluated where it
/// stands in the program, whoever uses its value.
///
/// An operation that makes a new container gives a new cell. What comes out of
/// another container is the same object as what is in there, so it may be read
/// but not changed.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"
#include "Sdk.h"
#include "plue/Value/Builtins.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using value::BinaryOp;
using value::CallTypes;
using value::ExcKind;
using value::Typing;
using value::UnaryOp;

static_assert(int(OpKind::BitXor) - int(OpKind::Add) == int(BinaryOp::BitXor));
static_assert(int(OpKind::Invert) - int(OpKind::Pos) == int(UnaryOp::Invert));

//--- Making operations --------------------------------------------------------

/// The program evaluates \p value here; it is computed here if that may raise.
void Evaluator::anchor(ValueId value) {
  auto [it, isNew] = anchors.try_emplace(value, guard());
  bool isDone = !isNew && (!it->second || it->second == guard());
  if (!isDone)
    builder.check(value, guard());
}

FailureOr<ValueId> Evaluator::operandOf(Value v, SourceRange range) {
  FailureOr<Value> resolved = resolve(v, range);
  FailureOr<ValueId> id = failed(resolved) ? FailureOr<ValueId>(failure())
                                           : reify(*resolved, range);
  if (succeeded(id) && mayHoldSecret(builder.workflow().typeOf(*id)))
    return refuseSecret("used in a computation", range, *id);
  return id;
}

/// Operands that may be None where the operation does not take it must be known
/// not to be.
LogicalResult Evaluator::unwrapOperands(
    llvm::MutableArrayRef<ValueId> operands,
    llvm::function_ref<Typing(llvm::ArrayRef<TypeId>)> rule,
    SourceRange range) {
  llvm::SmallVector<TypeId, 8> operandTypes;
  for (ValueId operand : operands)
    operandTypes.push_back(builder.workflow().typeOf(operand));
  for (auto [operand, type] : llvm::zip(operands, operandTypes)) {
    if (!types.isOptional(type))
      continue;
    TypeId whole = std::exchange(type, types::None);
    bool takesNone = !rule(operandTypes).isError();
    type = whole;
    if (takesNone)
      continue;
    FailureOr<Value> present =
        withoutNone(Value::symbolic(operand.index), range);
    if (failed(present))
      return failure();
    FailureOr<ValueId> id = reify(*present, range);
    if (failed(id))
      return failure();
    operand = *id;
    type = builder.workflow().typeOf(operand);
  }
  return success();
}

/// The operation on \p operands that \p rule types.
FailureOr<ValueId> Evaluator::emitOperation(
    OpKind kind, llvm::StringRef attribute,
    llvm::SmallVectorImpl<ValueId> &operands,
    llvm::function_ref<Typing(llvm::ArrayRef<TypeId>)> rule,
    SourceRange range) {
  if (failed(unwrapOperands(operands, rule, range)))
    return failure();
  llvm::SmallVector<TypeId, 8> operandTypes;
  for (ValueId operand : operands)
    operandTypes.push_back(builder.workflow().typeOf(operand));
  Typing typing = rule(operandTypes);
  if (typing.isError()) {
    (void)raise(typing.errorKind, typing.error);
    return report(range);
  }
  ValueId id = attribute.empty()
                   ? emit(kind, typing.type, operands, range)
                   : emitNamed(kind, typing.type, operands, attribute, range);
  if (typing.mayRaise)
    anchor(id);
  return id;
}

/// The first of \p values that is a choice, or null.
Value *Evaluator::findChoice(llvm::MutableArrayRef<Value> values) {
  for (Value &v : values)
    if (isChoice(v))
      return &v;
  return nullptr;
}

FailureOr<Value>
Evaluator::runtimeOp(OpKind kind, llvm::StringRef attribute,
                     llvm::ArrayRef<Value> values,
                     llvm::function_ref<Typing(llvm::ArrayRef<TypeId>)> rule,
                     Sharing sharing, SourceRange range) {
  llvm::SmallVector<Value, 8> resolved;
  for (Value v : values) {
    FailureOr<Value> r = resolve(v, range);
    if (failed(r))
      return failure();
    resolved.push_back(*r);
  }
  if (Value *place = findChoice(resolved)) {
    Choice choice = *choiceOf(*place);
    return distribute(choice, range, [&](Value side) {
      llvm::SaveAndRestore restored(*place, side);
      return runtimeOp(kind, attribute, resolved, rule, sharing, range);
    });
  }
  size_t frozenBefore = frozenMark();
  llvm::SmallVector<ValueId, 8> operands;
  for (Value v : resolved) {
    FailureOr<ValueId> operand = operandOf(v, range);
    if (failed(operand))
      return failure();
    operands.push_back(*operand);
  }
  FailureOr<ValueId> id = emitOperation(kind, attribute, operands, rule, range);
  if (failed(id))
    return failure();
  llvm::ArrayRef<Value> arguments = resolved;
  if (kind == OpKind::Method)
    arguments = arguments.drop_front();
  freezeArguments(arguments, builder.workflow().typeOf(*id), sharing,
                  frozenBefore, range);
  if (sharing == Sharing::New)
    return makeCell(*id, range);
  return symbolic(*id);
}

//--- Operators ----------------------------------------------------------------

FailureOr<Value> Evaluator::runtimeUnary(UnaryOp op, Value operand,
                                         SourceRange range) {
  auto kind = OpKind(int(OpKind::Pos) + int(op));
  return runtimeOp(
      kind, "", operand,
      [&](llvm::ArrayRef<TypeId> operandTypes) {
        return value::typeOfUnary(types, op, operandTypes[0]);
      },
      Sharing::Part, range);
}

FailureOr<Value> Evaluator::runtimeBinary(BinaryOp op, Value left, Value right,
                                          SourceRange range) {
  // The text could ask for anything that the arguments lead to.
  if (op == BinaryOp::Mod && isRuntime(left) && isText(left))
    return unsupported("a format", left, range);
  if (op == BinaryOp::Mod && left.isStr())
    if (FailureOr<Value> text = percentKnown(left.text(), right, range);
        failed(text) || *text)
      return text;
  if (op == BinaryOp::MatMul)
    return unsupported("`@`", isRuntime(left) ? left : right, range);
  auto kind = OpKind(int(OpKind::Add) + int(op));
  return runtimeOp(
      kind, "", {left, right},
      [&](llvm::ArrayRef<TypeId> operandTypes) {
        return value::typeOfBinary(types, op, operandTypes[0], operandTypes[1]);
      },
      Sharing::New, range);
}

/// `cell op= right` is a method by another name.
static llvm::StringRef inplaceMethod(Kind kind, BinaryOp op) {
  switch (op) {
  case BinaryOp::Add:
    return kind == Kind::List ? "extend" : "";
  case BinaryOp::BitOr:
    return kind == Kind::List ? "" : "update";
  case BinaryOp::BitAnd:
    return kind == Kind::Set ? "intersection_update" : "";
  case BinaryOp::Sub:
    return kind == Kind::Set ? "difference_update" : "";
  case BinaryOp::BitXor:
    return kind == Kind::Set ? "symmetric_difference_update" : "";
  default:
    return "";
  }
}

FailureOr<Value> Evaluator::runtimeInplace(BinaryOp op, Value cell, Value right,
                                           SourceRange range) {
  llvm::StringRef method = inplaceMethod(cell.containerKind(), op);
  if (!method.empty()) {
    FailureOr<Value> done = runtimeMethod(
        cell, method, {.positional = right, .keywords = {}}, range);
    return failed(done) ? done : cell;
  }
  FailureOr<Value> result = runtimeBinary(op, cell, right, range);
  if (failed(result) || !result->isContainer())
    return result;
  if (failed(setContent(cell, runtimeId(*result), range)))
    return failure();
  return cell;
}

//--- Items --------------------------------------------------------------------

FailureOr<Value> Evaluator::runtimeIndex(Value object, Value index,
                                         SourceRange range) {
  Value known = index.isSymbolic() ? Value() : index;
  return runtimeOp(
      OpKind::Index, "", {object, index},
      [&](llvm::ArrayRef<TypeId> operandTypes) {
        return value::typeOfIndex(types, operandTypes[0], operandTypes[1],
                                  known);
      },
      Sharing::Part, range);
}

FailureOr<Value> Evaluator::runtimeSlice(Value object,
                                         llvm::ArrayRef<Value> parts,
                                         SourceRange range) {
  return runtimeOp(
      OpKind::Slice, "", {object, parts[0], parts[1], parts[2]},
      [&](llvm::ArrayRef<TypeId> t) {
        return value::typeOfSlice(types, t[0], t[1], t[2], t[3]);
      },
      Sharing::New, range);
}

LogicalResult Evaluator::refuseAlias(Value v, SourceRange range) {
  return error(diags.report(range, diag::runtime_alias, "this value")
                   .note(originOf(runtimeId(v)), diag::note_alias)
                   .hint("change a copy of it: `list(…)`, `dict(…)`"));
}

/// `object[index] = v`
LogicalResult Evaluator::setItem(Value object, Value index, Value v,
                                 SourceRange range) {
  FailureOr<Value> o = resolve(object, range);
  FailureOr<Value> i = failed(o) ? o : resolve(index, range);
  if (failed(i))
    return failure();
  if (const Choice *choice = choiceOf(*o)) {
    auto setSide = [&](Value side) -> FailureOr<Value> {
      if (failed(setItem(side, *i, v, range)))
        return failure();
      return Value::none();
    };
    return success(succeeded(distribute(*choice, range, setSide)));
  }
  llvm::SaveAndRestore here(callSite, range);
  if (!o->isSymbolic() && !i->isSymbolic()) {
    LogicalResult set = value::setItem(*this, *o, *i, v);
    if (succeeded(set) || exception().kind != ExcKind::Residual)
      return located(set, range);
    (void)takeException();
  }
  if (isRuntime(*o) && !o->isContainer() &&
      types.mayBe(typeOfSymbolic(*o), TypeKind::List))
    return refuseAlias(*o, range);
  if (!o->isContainer())
    return unsupported("item assignment", o->isSymbolic() ? *o : *i, range);
  FailureOr<ValueId> content = reify(*o, range);
  FailureOr<ValueId> key = failed(content) ? content : operandOf(*i, range);
  FailureOr<ValueId> item = failed(key) ? key : reify(v, range);
  if (failed(item))
    return failure();
  llvm::SmallVector<ValueId, 3> operands{*content, *key, *item};
  FailureOr<ValueId> after = emitOperation(
      OpKind::SetItem, "", operands,
      [&](llvm::ArrayRef<TypeId> t) {
        return value::typeOfSetItem(types, t[0], t[1], t[2]);
      },
      range);
  if (failed(after))
    return failure();
  freezeParts(v, range);
  return setContent(*o, *after, range);
}

/// `a, b = v`, `a, *b, c = v`: the items.
FailureOr<llvm::SmallVector<Value, 8>>
Evaluator::runtimeUnpack(Value v, size_t before, std::optional<size_t> after,
                         SourceRange range) {
  FailureOr<ValueId> operand = operandOf(v, range);
  if (failed(operand))
    return failure();
  Typing items = value::typeOfItems(types, builder.workflow().typeOf(*operand));
  if (items.isError()) {
    (void)raise(items.errorKind, items.error);
    return report(range);
  }
  llvm::SmallVector<TypeId, 8> elements(before, items.type);
  if (after) {
    elements.push_back(types.list(items.type));
    elements.append(*after, items.type);
  }
  TypeId whole = builder.workflow().typeOf(*operand);
  const value::TypeNode &node = types[whole];
  bool isExact = node.kind == TypeKind::Tuple && node.names.empty() &&
                 node.elements.size() == before && !after;
  if (isExact)
    elements.assign(node.elements.begin(), node.elements.end());
  auto number = [&](int64_t n) { return reifyScalar(Value::smallInt(n)); };
  ValueId unpacked = *operand;
  if (!isExact) {
    unpacked =
        emit(OpKind::Unpack, types.tuple(elements),
             {*operand, number(before), number(after ? *after : -1)}, range);
    anchor(unpacked);
  }
  llvm::SmallVector<Value, 8> values;
  for (auto [i, type] : llvm::enumerate(elements)) {
    ValueId item =
        emit(OpKind::Index, type, {unpacked, number(int64_t(i))}, range);
    bool isRest = after && i == before;
    FailureOr<Value> v = isRest ? makeCell(item, range) : symbolic(item);
    if (failed(v))
      return failure();
    values.push_back(*v);
  }
  return values;
}

//--- Calls --------------------------------------------------------------------

/// The name of a call and those of its keyword arguments.
static std::string attributeOf(llvm::StringRef name, const CallArgs &args) {
  std::string attribute = name.str();
  for (const auto &[keyword, unused] : args.keywords)
    attribute += (" " + keyword).str();
  return attribute;
}

static llvm::SmallVector<Value, 8> operandsOf(const CallArgs &args) {
  llvm::SmallVector<Value, 8> operands(args.positional);
  for (const auto &[unused, v] : args.keywords)
    operands.push_back(v);
  return operands;
}

/// Puts the types of the operands of a call where the arguments were.
template <typename Function>
static Typing typeCall(const CallArgs &args, llvm::ArrayRef<TypeId> operands,
                       Function rule) {
  llvm::SmallVector<std::pair<llvm::StringRef, TypeId>, 2> keywords;
  size_t numPositional = args.positional.size();
  for (auto [i, keyword] : llvm::enumerate(args.keywords))
    keywords.push_back({keyword.first, operands[numPositional + i]});
  CallTypes callTypes{.positional = operands.take_front(numPositional),
                      .keywords = keywords};
  return rule(callTypes);
}

/// Whether any argument is nothing that a plan can hold.
static bool hasFunction(const CallArgs &args) {
  for (Value v : operandsOf(args))
    if (v.is(Kind::Object) || v.is(Kind::Type) || v.is(Kind::Builtin) ||
        v.is(Kind::Method))
      return objectAs<StepObject>(v) == nullptr;
  return false;
}

/// The classes that `isinstance` is asked about; none if it is asked about
/// something else.
static llvm::SmallVector<Kind, 4> classesOf(const value::TypeStore &types,
                                            Value v) {
  llvm::ArrayRef<Value> classes = v;
  if (v.is(Kind::Tuple))
    classes = v.asTuple()->items;
  llvm::SmallVector<Kind, 4> kinds;
  for (Value each : classes) {
    Kind kind = each.is(Kind::Type) ? value::kindOfClass(types, each.asType())
                                    : Kind::Absent;
    bool isClass =
        kind != Kind::Absent && (types[each.asType()].elements.empty() ||
                                 value::isGenericClass(types, each.asType()));
    if (!isClass)
      return {};
    kinds.push_back(kind);
  }
  return kinds;
}

/// `isinstance(v, C)`, where the static type of \p v tells, or whether it is
/// None; else Absent.
Value Evaluator::decideInstance(const CallArgs &args, SourceRange range) {
  if (args.positional.size() != 2 || !isRuntime(args.positional[0]))
    return Value();
  auto wanted = classesOf(types, args.positional[1]);
  TypeId type = typeOfSymbolic(args.positional[0]);
  auto isOne = [&](TypeId member) {
    Kind held = types.kind(member) == TypeKind::Enum
                    ? Kind::Str
                    : value::kindOfClass(types, member);
    return llvm::is_contained(wanted, held) ||
           (held == Kind::Bool && llvm::is_contained(wanted, Kind::Int));
  };
  TypeId present = types.withoutNone(type);
  TypeKind kind = types.kind(present);
  if (wanted.empty() || kind == TypeKind::Any || kind == TypeKind::Never)
    return Value();
  llvm::SmallVector<TypeId, 4> members{present};
  if (kind == TypeKind::Union)
    members.assign(types[present].elements.begin(),
                   types[present].elements.end());
  size_t count = llvm::count_if(members, isOne);
  if (count != 0 && count != members.size())
    return Value();
  bool isPresent = count != 0;
  if (!types.isOptional(type) || isOne(types::None) == isPresent)
    return Value::boolean(isPresent);
  OpKind op = isPresent ? OpKind::CmpIsNot : OpKind::CmpIs;
  return symbolic(
      emit(op, types::Bool,
           {runtimeId(args.positional[0]), reifyScalar(Value::none())}, range));
}

FailureOr<Value> Evaluator::callMethod(Value object, llvm::StringRef name,
                                       Value argument, SourceRange range) {
  FailureOr<Value> method =
      located(heap.makeMethod(*this, object, name), range);
  if (failed(method))
    return failure();
  return callValue(*method, {.positional = argument, .keywords = {}},
                   {.range = range});
}

/// `sep.join(items)`, with code and data kept apart; Absent if the items are
/// not known one by one.
FailureOr<Value> Evaluator::joinKnown(Value separator, Value items,
                                      SourceRange range) {
  bool isSequence = items.is(Kind::List) || items.is(Kind::Tuple);
  if (!separator.isStr() || !isSequence)
    return Value();
  llvm::ArrayRef<Value> parts =
      items.is(Kind::List) ? llvm::ArrayRef<Value>(items.asList()->items)
                           : items.asTuple()->items;
  llvm::SmallVector<Value, 8> texts;
  for (Value part : parts) {
    FailureOr<Value> text = resolve(part, range);
    if (failed(text))
      return failure();
    if (!isText(*text))
      return Value();
    if (!texts.empty())
      texts.push_back(separator);
    texts.push_back(*text);
  }
  return concat(texts, range);
}

/// A method of a run-time value, or of a known one with run-time arguments.
FailureOr<Value> Evaluator::runtimeMethod(Value self, llvm::StringRef name,
                                          const CallArgs &args,
                                          SourceRange range) {
  if (name == "join" && args.positional.size() == 1 && args.keywords.empty())
    if (FailureOr<Value> v = joinKnown(self, args.positional[0], range);
        failed(v) || *v)
      return v;
  if (name == "format" && isRuntime(self) && isText(self))
    return unsupported("a format", self, range);
  if (name == "format" && self.isStr())
    if (FailureOr<Value> text = formatKnown(self.text(), args, range);
        failed(text) || *text)
      return text;
  bool hasArguments = !args.positional.empty() || !args.keywords.empty();
  if (!hasArguments)
    if (FailureOr<Value> view = viewOf(self, name, range);
        failed(view) || *view)
      return view;
  llvm::SmallVector<Value, 8> values{self};
  llvm::append_range(values, operandsOf(args));
  TypeId after;
  auto rule = [&](llvm::ArrayRef<TypeId> operandTypes) {
    return typeCall(args, operandTypes.drop_front(),
                    [&](const CallTypes &callTypes) -> Typing {
                      value::MethodTyping typing = value::typeOfMethod(
                          types, operandTypes[0], name, callTypes);
                      after = typing.objectAfter;
                      return typing;
                    });
  };
  std::string attribute = attributeOf(name, args);
  bool isOfContainer = self.isContainer();
  bool isAccess = name == "get" || name == "pop" || name == "setdefault" ||
                  name == "popitem";
  Sharing sharing = isAccess ? Sharing::Argument : Sharing::New;
  size_t frozenBefore = frozenMark();
  if (Value *choice = findChoice(values)) // Calls were distributed before.
    return unsupported("`." + name + "()`", *choice, range);
  llvm::SmallVector<ValueId, 8> operands;
  for (Value v : values) {
    FailureOr<ValueId> operand = operandOf(v, range);
    if (failed(operand))
      return failure();
    operands.push_back(*operand);
  }
  if (failed(unwrapOperands(operands, rule, range)))
    return failure();
  llvm::SmallVector<TypeId, 8> operandTypes;
  for (ValueId operand : operands)
    operandTypes.push_back(builder.workflow().typeOf(operand));
  Typing typing = rule(operandTypes);
  if (typing.isError()) {
    (void)raise(typing.errorKind, typing.error);
    return report(range);
  }
  if (!after)
    return runtimeOp(OpKind::Method, attribute, values, rule, sharing, range);
  if (!isOfContainer)
    return refuseAlias(self, range);
  // What is added is a part from now on.
  freezeArguments(llvm::ArrayRef(values).drop_front(), after, Sharing::Content,
                  frozenBefore, range);
  return changeCell(self, attribute, operands, typing, after, range);
}

/// A method that changes its object, and what it returns.
FailureOr<Value> Evaluator::changeCell(Value cell, llvm::StringRef attribute,
                                       llvm::ArrayRef<ValueId> operands,
                                       const Typing &typing, TypeId after,
                                       SourceRange range) {
  ValueId content =
      emitNamed(OpKind::Mutate, after, operands, attribute, range);
  if (typing.mayRaise)
    anchor(content);
  Value result = Value::none();
  if (typing.type != types::None)
    result = symbolic(
        emitNamed(OpKind::Method, typing.type, operands, attribute, range));
  if (failed(setContent(cell, content, range)))
    return failure();
  return result;
}

/// `type(v)`, where the static type of \p v tells.
FailureOr<Value> Evaluator::typeOfRuntime(Value v, SourceRange range) {
  TypeId type = typeOfSymbolic(v);
  if (types.kind(type) == TypeKind::Enum)
    type = types::Str;
  if (value::kindOfClass(types, type) != Kind::Absent)
    if (auto known = value::findClass(types, value::className(types, type)))
      return *known;
  return unsupported("`type`", v, range);
}

/// `str.upper(s)` is `s.upper()`, if `s` is a str.
FailureOr<Value> Evaluator::callUnbound(const value::MethodObject &method,
                                        const CallArgs &args,
                                        const CallSite &site) {
  TypeId type = method.self.asType();
  Kind kind = value::kindOfClass(types, type);
  Value self = args.positional.empty() ? Value() : args.positional.front();
  CallArgs rest = args;
  FailureOr<Value> object = Value();
  if (value::isStaticMethod(kind, method.name)) {
    object = kind == Kind::Str ? heap.makeStr(*this, "") : heap.makeDict(*this);
  } else if (self) {
    rest.positional = args.positional.drop_front();
    object = resolve(self, site.range);
    if (succeeded(object) && isRuntime(*object) && !object->isContainer()) {
      object = withoutNone(*object, site.range);
      if (failed(object))
        return failure();
      TypeId held = typeOfSymbolic(*object);
      bool fits = value::kindOfMethods(types, held) == kind;
      if (!fits && held != types::Any)
        return Value();
      *object = parsed(
          *object,
          value::findClass(types, value::className(types, type))->asType(),
          "the object of `" + method.name + "`", site.range);
    }
  }
  if (failed(object) || !*object)
    return object;
  FailureOr<Value> bound =
      located(heap.makeMethod(*this, *object, method.name), site.range);
  return failed(bound) ? bound : callValue(*bound, rest, site);
}

FailureOr<Value> Evaluator::runtimeCall(Value callee, const CallArgs &args,
                                        const CallSite &site) {
  if (callee.is(Kind::Method)) {
    const value::MethodObject *method = callee.asMethod();
    if (method->self.is(Kind::Type)) {
      FailureOr<Value> v = callUnbound(*method, args, site);
      return failed(v) || *v ? v : outlineBuiltinCall(callee, args, site);
    }
    if (!hasFunction(args))
      return runtimeMethod(method->self, method->name, args, site.range);
  }
  auto emitCall = [&](llvm::StringRef name, auto rule) {
    bool isOneOfMany = name == "min" || name == "max" || name == "next";
    return runtimeOp(
        OpKind::Call, attributeOf(name, args), operandsOf(args),
        [&](llvm::ArrayRef<TypeId> operandTypes) {
          return typeCall(args, operandTypes, rule);
        },
        isOneOfMany ? Sharing::Argument : Sharing::New, site.range);
  };
  if (callee.is(Kind::Builtin)) {
    llvm::StringRef name = value::builtinName(callee.asBuiltin());
    if (name == "isinstance")
      if (Value v = decideInstance(args, site.range))
        return v;
    if (name == "type" && args.positional.size() == 1 && args.keywords.empty())
      return typeOfRuntime(args.positional[0], site.range);
    if (!hasFunction(args) && name != "print")
      return emitCall(name, [&](const CallTypes &callTypes) {
        return value::typeOfCall(types, callee.asBuiltin(), callTypes);
      });
  }
  if (callee.is(Kind::Type) && !hasFunction(args)) {
    llvm::StringRef name = value::className(types, callee.asType());
    auto known = value::findClass(types, name);
    if (known && known->asType() == callee.asType())
      return emitCall(name, [&](const CallTypes &callTypes) {
        return value::typeOfConversion(types, callee.asType(), callTypes);
      });
  }
  return Value();
}
