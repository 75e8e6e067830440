//===- Builtins.cpp - Built-in functions ----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Those about text, iterables and types; numbers have their own file,
/// and so have the lazy ones.
///
/// all, any, len, max, min, sorted and sum take sets too, since their results
/// do not depend on the order, or are refused where they would.
//===----------------------------------------------------------------------===//
#include "plue/Value/Builtins.h"
#include "Calls.h"
#include "Unicode.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;

//--- Text ---------------------------------------------------------------------

FailureOr<Value> value::builtinAscii(Context &ctx, const Invocation &in) {
  return ascii(ctx, in[0]);
}
FailureOr<Value> value::builtinRepr(Context &ctx, const Invocation &in) {
  return repr(ctx, in[0]);
}

FailureOr<Value> value::builtinChr(Context &ctx, const Invocation &in) {
  PLUE_BIND(int64_t c, toCInt(ctx, in[0]));
  if (c < 0 || c > unicode::MaxCodePoint)
    return raiseValueError(ctx, "chr() arg not in range(0x110000)");
  return makeChar(ctx, c);
}

FailureOr<Value> value::builtinOrd(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkKnown(ctx, in[0]));
  if (!in[0].isStr())
    return raiseTypeError(ctx, "ord() expected string of length 1, but " +
                                   typeName(in[0]) + " found");
  if (in[0].asStr()->length != 1)
    return raiseTypeError(ctx,
                          "ord() expected a character, but string of length " +
                              llvm::Twine(in[0].asStr()->length) + " found");
  llvm::StringRef text = in[0].text();
  return Value::smallInt(unicode::takeFront(text));
}

FailureOr<Value> value::builtinFormat(Context &ctx, const Invocation &in) {
  if (!in[1])
    return format(ctx, in[0], "");
  PLUE_CHECK(checkStrArgument(ctx, in[1], "format() argument 2"));
  return format(ctx, in[0], in[1].text());
}

/// `sep` or `end` of print.
static FailureOr<llvm::StringRef> printOption(Context &ctx, Value v,
                                              llvm::StringRef name,
                                              llvm::StringRef absent) {
  if (!v || v.isNone())
    return absent;
  PLUE_CHECK(checkKnown(ctx, v));
  if (!v.isStr())
    return raiseTypeError(ctx, name + " must be None or a string, not " +
                                   typeName(v));
  return v.text();
}

FailureOr<Value> value::builtinPrint(Context &ctx, const Invocation &in) {
  PLUE_BIND(llvm::StringRef separator, printOption(ctx, in[0], "sep", " "));
  PLUE_BIND(llvm::StringRef end, printOption(ctx, in[1], "end", "\n"));
  if (in[2] && !in[2].isNone())
    return raiseTypeError(ctx, "print() has no files to print to");
  TextBuilder line(ctx);
  for (auto [i, v] : llvm::enumerate(in.rest)) {
    PLUE_BIND(Value text, str(ctx, v));
    if (i != 0)
      PLUE_CHECK(line.append(separator));
    PLUE_CHECK(line.append(text.text()));
  }
  PLUE_CHECK(line.append(end));
  llvm::StringRef text = line.text();
  text.consume_back("\n");
  ctx.print(text);
  return Value::none();
}

//--- Iterables ----------------------------------------------------------------

FailureOr<Value> value::builtinLen(Context &ctx, const Invocation &in) {
  PLUE_BIND(uint64_t n, length(ctx, in[0]));
  return Value::smallInt(static_cast<int64_t>(n));
}

/// Whether some item has the truth value \p wanted.
static FailureOr<bool> hasTruth(Context &ctx, Value iterable, bool wanted) {
  bool found = false;
  PLUE_CHECK(forEach(
      ctx, iterable,
      [&](Value item) -> FailureOr<bool> {
        PLUE_BIND(bool b, truth(ctx, item));
        found = b == wanted;
        return !found;
      },
      /*anyOrder=*/true));
  return found;
}

FailureOr<Value> value::builtinAny(Context &ctx, const Invocation &in) {
  PLUE_BIND(bool found, hasTruth(ctx, in[0], true));
  return Value::boolean(found);
}
FailureOr<Value> value::builtinAll(Context &ctx, const Invocation &in) {
  PLUE_BIND(bool found, hasTruth(ctx, in[0], false));
  return Value::boolean(!found);
}

FailureOr<Value> value::builtinSum(Context &ctx, const Invocation &in) {
  Value total = in[1] ? in[1] : Value::smallInt(0);
  if (total.isStr() && isIterable(in[0]))
    return raiseTypeError(ctx,
                          "sum() can't sum strings [use ''.join(seq) instead]");
  bool unordered = hasHiddenOrder(in[0]);
  PLUE_CHECK(forEach(
      ctx, in[0],
      [&](Value item) -> FailureOr<bool> {
        // Rounding depends on the order, concatenation all the more.
        if (unordered && !(item.isIntegral() && total.isIntegral()))
          return raiseSetOrder(ctx, "summing anything but ints in a set");
        PLUE_BIND(total, binary(ctx, BinaryOp::Add, total, item));
        return true;
      },
      /*anyOrder=*/true));
  return total;
}

namespace {
/// Finds the least or greatest item.
class Extremum {
public:
  Extremum(Context &ctx, CompareOp op, Value key, bool unordered)
      : ctx(ctx), op(op), key(key), unordered(unordered) {}

  LogicalResult offer(Value item) {
    PLUE_BIND(Value by, keyOf(item));
    if (best) {
      PLUE_BIND(Value isBetter, compare(ctx, op, by, bestKey));
      if (!isBetter.asBool())
        return unordered ? noteTie(by) : success();
    }
    best = item;
    bestKey = by;
    isTied = false;
    return success();
  }
  /// The item; absent if there was none. Of items that are equal by their keys
  /// the first wins, and a set has no first.
  FailureOr<Value> result() {
    if (isTied)
      return raiseSetOrder(ctx, "choosing between equals in a set");
    return best;
  }

private:
  FailureOr<Value> keyOf(Value item) {
    if (!key || key.isNone())
      return item;
    return call(ctx, key, {.positional = item, .keywords = {}});
  }
  LogicalResult noteTie(Value by) {
    PLUE_BIND(Value isWorse, compare(ctx, op, bestKey, by));
    isTied |= !isWorse.asBool();
    return success();
  }

  Context &ctx;
  CompareOp op;
  Value key;
  bool unordered;
  Value best, bestKey;
  bool isTied = false;
};
} // namespace

static FailureOr<Value> extremum(Context &ctx, const Invocation &in,
                                 CompareOp op, llvm::StringRef name) {
  if (in.rest.empty())
    return raiseTypeError(ctx, name + " expected at least 1 argument, got 0");
  bool isOne = in.rest.size() == 1;
  if (!isOne && in[1])
    return raiseTypeError(ctx, "Cannot specify a default for " + name +
                                   "() with multiple positional arguments");
  if (in[0])
    PLUE_CHECK(checkKnown(ctx, in[0]));
  Extremum best(ctx, op, in[0], isOne && hasHiddenOrder(in.rest[0]));
  auto offer = [&](Value item) -> FailureOr<bool> {
    PLUE_CHECK(best.offer(item));
    return true;
  };
  if (isOne)
    PLUE_CHECK(forEach(ctx, in.rest[0], offer, /*anyOrder=*/true));
  for (Value item : isOne ? llvm::ArrayRef<Value>() : in.rest)
    PLUE_CHECK(offer(item));
  PLUE_BIND(Value result, best.result());
  if (result)
    return result;
  if (in[1])
    return in[1];
  return raiseValueError(ctx, name + "() arg is an empty sequence");
}

FailureOr<Value> value::builtinMax(Context &ctx, const Invocation &in) {
  return extremum(ctx, in, CompareOp::Gt, "max");
}
FailureOr<Value> value::builtinMin(Context &ctx, const Invocation &in) {
  return extremum(ctx, in, CompareOp::Lt, "min");
}

namespace {
struct SortOptions {
  Value key;
  bool reverse = false;
};
} // namespace

/// The options are those of list.sort, and so are the complaints about them.
static FailureOr<SortOptions> sortOptions(Context &ctx, const Invocation &in) {
  SortOptions options;
  for (auto [name, v] : in.keywords) {
    if (name == "key") {
      options.key = v;
    } else if (name == "reverse") {
      PLUE_BIND(int64_t flag, toCInt(ctx, v));
      options.reverse = flag != 0;
    } else {
      return raiseTypeError(
          ctx, "'" + name + "' is an invalid keyword argument for sort()");
    }
  }
  return options;
}

FailureOr<Value> value::builtinSorted(Context &ctx, const Invocation &in) {
  PLUE_BIND(ValueVector values, itemsInAnyOrder(ctx, in[0]));
  PLUE_BIND(SortOptions options, sortOptions(ctx, in));
  PLUE_CHECK(sortValues(ctx, values, options.key, options.reverse,
                        /*anyOrder=*/hasHiddenOrder(in[0])));
  return ctx.heap.makeList(ctx, values);
}

//--- Types --------------------------------------------------------------------

FailureOr<Value> value::builtinCallable(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkKnown(ctx, in[0]));
  switch (in[0].kind()) {
  case Kind::Type:
  case Kind::Builtin:
  case Kind::Method:
    return Value::boolean(true);
  case Kind::Object:
    return Value::boolean(in[0].asObject()->isCallable());
  default:
    return Value::boolean(false);
  }
}

/// The class of a value, where the workflow can name it.
static FailureOr<Value> classOf(Context &ctx, Value v) {
  if (std::optional<Value> type = findClass(ctx.types, typeName(v)))
    return *type;
  if (v.isNone())
    return Value::type(types::None);
  if (std::optional<BuiltinId> id = findBuiltin(typeName(v)))
    if (isClass(*id))
      return Value::builtin(*id);
  return raiseTypeError(ctx, "the type of a '" + typeName(v) +
                                 "' object cannot be named");
}

FailureOr<Value> value::builtinType(Context &ctx, const Invocation &in) {
  if (in.rest.size() != 1)
    return raiseTypeError(
        ctx, in.rest.size() == 3
                 ? "type() with three arguments makes a class, and workflows "
                   "have none of their own"
                 : "type() takes 1 or 3 arguments");
  PLUE_CHECK(checkKnown(ctx, in.rest[0]));
  return classOf(ctx, in.rest[0]);
}

static FailureOr<bool> isInstance(Context &ctx, Value v, Value type);

static FailureOr<bool> isInstanceOfType(Context &ctx, Value v, TypeId type) {
  // A copy: nothing here may outlive a new type.
  TypeNode node = ctx.types[type];
  if (node.kind == TypeKind::Optional || node.kind == TypeKind::Union) {
    if (node.kind == TypeKind::Optional && v.isNone())
      return true;
    for (TypeId member : node.elements) {
      PLUE_BIND(bool found, isInstanceOfType(ctx, v, member));
      if (found)
        return true;
    }
    return false;
  }
  Kind kind = kindOfClass(ctx.types, type);
  bool isParameterized =
      !node.elements.empty() && !isGenericClass(ctx.types, type);
  if (isParameterized)
    return raiseTypeError(
        ctx, "isinstance() argument 2 cannot be a parameterized generic");
  if (kind == Kind::Absent)
    return raiseTypeError(ctx, "isinstance() cannot test for " +
                                   ctx.types.str(type));
  return v.kind() == kind || (kind == Kind::Int && v.isBool());
}

static FailureOr<bool> isInstanceOfAny(Context &ctx, Value v,
                                       llvm::ArrayRef<Value> types) {
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" in __instancecheck__"));
  for (Value type : types) {
    PLUE_BIND(bool found, isInstance(ctx, v, type));
    if (found)
      return true;
  }
  return false;
}

static FailureOr<bool> isInstance(Context &ctx, Value v, Value type) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, type));
  if (type.is(Kind::Type))
    return isInstanceOfType(ctx, v, type.asType());
  if (type.is(Kind::Tuple))
    return isInstanceOfAny(ctx, v, type.asTuple()->items);
  if (type.is(Kind::Builtin) && isClass(type.asBuiltin()))
    return typeName(v) == builtinName(type.asBuiltin());
  return raiseTypeError(ctx, "isinstance() arg 2 must be a type, a tuple of "
                             "types, or a union");
}

FailureOr<Value> value::builtinIsinstance(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkKnown(ctx, in[0]));
  PLUE_BIND(bool result, isInstance(ctx, in[0], in[1]));
  return Value::boolean(result);
}
