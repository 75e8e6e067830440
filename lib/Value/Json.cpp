//===- Json.cpp - Values as JSON ------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A value that is shared occurs in the text each time it is referred to,
/// so the size of the text is counted as it grows and not left to the end.
///
/// JSON has one kind of number: one without a fraction is read as an int.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace plue;
using namespace plue::value;

namespace {
class JsonWriter {
public:
  explicit JsonWriter(Context &ctx) : ctx(ctx) {}
  FailureOr<llvm::json::Value> write(Value v);

private:
  FailureOr<llvm::json::Value> writeArray(llvm::ArrayRef<Value> items);
  FailureOr<llvm::json::Value> writeObject(const DictObject &dict);
  FailureOr<llvm::json::Value> writeInt(Value v);
  FailureOr<llvm::json::Value> writeFloat(double d);
  LogicalResult refuse(Value v);
  /// Counts \p bytes of text.
  LogicalResult count(uint64_t bytes) {
    text += bytes;
    PLUE_CHECK(ctx.checkStringBytes(text));
    return ctx.burnBytes(bytes);
  }

  Context &ctx;
  uint64_t text = 0;
};
} // namespace

LogicalResult JsonWriter::refuse(Value v) {
  return raiseValueError(ctx, "Object of type " + typeName(v) +
                                  " is not JSON serializable");
}

FailureOr<llvm::json::Value> JsonWriter::writeInt(Value v) {
  llvm::APInt n = toAPInt(v);
  if (n.isSignedIntN(64))
    return llvm::json::Value(n.getSExtValue());
  if (!n.isNegative() && n.isIntN(64))
    return llvm::json::Value(n.getZExtValue());
  return raiseValueError(ctx, "an int of more than 64 bits is not JSON "
                              "serializable");
}

FailureOr<llvm::json::Value> JsonWriter::writeFloat(double d) {
  if (!std::isfinite(d))
    return raiseValueError(ctx, "Out of range float values are not JSON "
                                "compliant");
  return llvm::json::Value(d);
}

FailureOr<llvm::json::Value>
JsonWriter::writeArray(llvm::ArrayRef<Value> items) {
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" while encoding a JSON object"));
  llvm::json::Array array;
  for (Value item : items) {
    PLUE_BIND(llvm::json::Value written, write(item));
    array.push_back(std::move(written));
  }
  return llvm::json::Value(std::move(array));
}

FailureOr<llvm::json::Value> JsonWriter::writeObject(const DictObject &dict) {
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" while encoding a JSON object"));
  llvm::json::Object object;
  for (const DictObject::Entry &entry : dict.entries) {
    if (!entry.key)
      continue;
    if (!entry.key.isStr())
      return raiseValueError(ctx, "keys of a JSON object must be str, not " +
                                      typeName(entry.key));
    PLUE_CHECK(count(entry.key.asStr()->bytes + 3));
    PLUE_BIND(llvm::json::Value written, write(entry.value));
    object[entry.key.text().str()] = std::move(written);
  }
  return llvm::json::Value(std::move(object));
}

FailureOr<llvm::json::Value> JsonWriter::write(Value v) {
  PLUE_CHECK(checkKnown(ctx, v));
  PLUE_CHECK(count(v.isStr() ? v.asStr()->bytes + 3 : 2));
  switch (v.kind()) {
  case Kind::None:
    return llvm::json::Value(nullptr);
  case Kind::Bool:
    return llvm::json::Value(v.asBool());
  case Kind::Int:
    return writeInt(v);
  case Kind::Float:
    return writeFloat(v.asFloat());
  case Kind::Str:
    return llvm::json::Value(v.text().str());
  case Kind::List:
  case Kind::Tuple:
    return writeArray(sequenceItems(v));
  case Kind::Dict:
    return writeObject(*v.asDict());
  default:
    return refuse(v);
  }
}

FailureOr<llvm::json::Value> value::toJson(Context &ctx, Value v) {
  return JsonWriter(ctx).write(v);
}

//--- Reading ------------------------------------------------------------------

static FailureOr<Value> readNumber(Context &ctx,
                                   const llvm::json::Value &json) {
  if (std::optional<int64_t> i = json.getAsInteger())
    return Value::smallInt(*i);
  if (std::optional<uint64_t> i = json.getAsUINT64())
    return ctx.heap.makeInt(ctx, llvm::APInt(65, *i));
  return Value::floating(*json.getAsNumber());
}

static FailureOr<Value> readArray(Context &ctx,
                                  const llvm::json::Array &array) {
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" while decoding a JSON array"));
  PLUE_CHECK(ctx.checkItems(array.size()));
  ValueVector values;
  for (const llvm::json::Value &element : array) {
    PLUE_BIND(Value v, fromJson(ctx, element));
    values.push_back(v);
  }
  return ctx.heap.makeList(ctx, values);
}

/// In order of the keys: the object itself has none that could be relied on.
static FailureOr<Value> readObject(Context &ctx,
                                   const llvm::json::Object &object) {
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" while decoding a JSON object"));
  llvm::SmallVector<const llvm::json::Object::value_type *> members;
  for (const auto &member : object)
    members.push_back(&member);
  llvm::sort(members, [](const auto *a, const auto *b) {
    return llvm::StringRef(a->first) < llvm::StringRef(b->first);
  });
  PLUE_BIND(Value dict, ctx.heap.makeDict(ctx));
  for (const auto *member : members) {
    PLUE_BIND(Value key, ctx.heap.makeStr(ctx, member->first));
    PLUE_BIND(Value v, fromJson(ctx, member->second));
    PLUE_CHECK(dictInsert(ctx, dict.asDict(), key, v));
  }
  return dict;
}

FailureOr<Value> value::fromJson(Context &ctx, const llvm::json::Value &json) {
  PLUE_CHECK(ctx.burn(1));
  switch (json.kind()) {
  case llvm::json::Value::Null:
    return Value::none();
  case llvm::json::Value::Boolean:
    return Value::boolean(*json.getAsBoolean());
  case llvm::json::Value::Number:
    return readNumber(ctx, json);
  case llvm::json::Value::String:
    return ctx.heap.makeStr(ctx, *json.getAsString());
  case llvm::json::Value::Array:
    return readArray(ctx, *json.getAsArray());
  case llvm::json::Value::Object:
    return readObject(ctx, *json.getAsObject());
  }
  llvm_unreachable("not a kind of JSON");
}
