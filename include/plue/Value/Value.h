//===- Value.h - Python values ----------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A value is a 16-byte tagged word. None, bool, small ints and floats
/// live in it; everything else is an object in a Heap, an arena that frees all
/// at once. Immutable objects (big ints, strings, tuples) may be shared freely.
/// Mutable ones (lists, dicts, sets, iterators) are *cells*: they have
/// identity, and names and containers refer to them, so aliasing behaves as in
/// Python.
///
/// Two kinds belong to whoever embeds the library. A `Symbolic` value stands
/// for something known only at run time; it is a number that its owner
/// understands. No operation here looks inside one: meeting it where its
/// content would matter raises ExcKind::Residual, and the owner turns the whole
/// operation into a run-time expression. An `Object` is anything with
/// attributes of its own: functions, the context, step handles.
///
/// An int has one representation: small if it fits in 64 bits, else a big int.
//===----------------------------------------------------------------------===//
#ifndef PLUE_VALUE_VALUE_H
#define PLUE_VALUE_VALUE_H

#include "plue/Value/Type.h"
#include "llvm/ADT/APInt.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <cassert>
#include <cstdint>
#include <string>

namespace plue::value {

enum class Kind : uint8_t {
  /// No value: what a default-constructed Value is. Never seen by a workflow.
  Absent,
  None,
  Bool,
  Int,
  Float,
  Str,
  Tuple,
  Range,
  List,
  Dict,
  Set,
  /// What `keys`, `values` and `items` of a dict return.
  View,
  /// What `iter`, `zip`, `enumerate`, `map`, `filter` and `reversed` return.
  Iterator,
  Ellipsis,
  /// A type used as a value: `str`, `list(int)`, a schema.
  Type,
  /// A built-in function such as `len`; the payload is a BuiltinId. `range`,
  /// `zip` and a few others are types as well.
  Builtin,
  /// A method bound to its object, such as `"a".join`, or one that is not, such
  /// as `str.lower`.
  Method,
  Symbolic,
  Object,
};

struct BigIntObject;
struct StrObject;
struct TupleObject;
struct RangeObject;
struct ListObject;
struct DictObject;
struct SetObject;
class IteratorObject;
struct MethodObject;
class Object;

/// What every mutable object begins with.
struct Cell {
  static constexpr uint32_t Known = ~0u;

  /// Counts creations in this heap: a deterministic identity.
  uint32_t serial;
  /// The number of the run-time value that the content of a list, dict or set
  /// is now. As long as it is not Known the object itself is empty, and a value
  /// that refers to it is symbolic to whoever does not ask for its cell().
  uint32_t content = Known;
};

/// A view sees every later change of its dict.
struct ViewObject {
  enum Part : uint8_t { Keys, Values, Items };
  DictObject *dict;
  Part part;

  /// The same as `dict`, which is a cell.
  const Cell *cell() const { return reinterpret_cast<const Cell *>(dict); }
};

/// Identifies a built-in function; see Builtins.h.
enum class BuiltinId : uint16_t;

class Value {
public:
  Value() = default;

  static Value none() { return Value(Kind::None); }
  static Value ellipsis() { return Value(Kind::Ellipsis); }
  static Value boolean(bool b) { return Value(Kind::Bool).withInt(b); }
  static Value smallInt(int64_t i) { return Value(Kind::Int).withInt(i); }
  static Value floating(double d) {
    Value v(Kind::Float);
    v.payload.d = d;
    return v;
  }
  static Value type(TypeId type) {
    return Value(Kind::Type).withInt(type.index);
  }
  static Value builtin(BuiltinId id) {
    return Value(Kind::Builtin).withInt(static_cast<int64_t>(id));
  }
  /// A run-time value; \p number means something to the embedder only.
  static Value symbolic(uint32_t number) {
    return Value(Kind::Symbolic).withInt(number);
  }
  static Value object(const Object *object) {
    return Value(Kind::Object).withPointer(object);
  }
  static Value str(const StrObject *s) {
    return Value(Kind::Str).withPointer(s);
  }
  static Value tuple(const TupleObject *t) {
    return Value(Kind::Tuple).withPointer(t);
  }
  static Value range(const RangeObject *r) {
    return Value(Kind::Range).withPointer(r);
  }
  static Value list(ListObject *l) { return Value(Kind::List).withPointer(l); }
  static Value dict(DictObject *d) { return Value(Kind::Dict).withPointer(d); }
  static Value set(SetObject *s) { return Value(Kind::Set).withPointer(s); }
  static Value view(const ViewObject *v) {
    return Value(Kind::View).withPointer(v);
  }
  static Value iterator(IteratorObject *i) {
    return Value(Kind::Iterator).withPointer(i);
  }
  static Value method(const MethodObject *m) {
    return Value(Kind::Method).withPointer(m);
  }
  /// Only Heap::makeInt calls this, with numbers that need more than 64 bits.
  static Value bigInt(const BigIntObject *i) {
    Value v = Value(Kind::Int).withPointer(i);
    v.isBig = true;
    return v;
  }

  Kind kind() const {
    bool isOfRunTime = (isContainer() && cell()->content != Cell::Known) ||
                       isStaleView();
    return isOfRunTime ? Kind::Symbolic : tag;
  }
  explicit operator bool() const { return tag != Kind::Absent; }
  bool is(Kind kind) const { return this->kind() == kind; }
  /// Whether this refers to a list, dict or set, known or not.
  bool isContainer() const {
    return tag == Kind::List || tag == Kind::Dict || tag == Kind::Set;
  }
  /// Which of the three it is.
  Kind containerKind() const {
    assert(isContainer() && "not a container");
    return tag;
  }
  /// Whether this is a view of a dict whose content is no longer known. It is
  /// symbolic, but has no number.
  bool isStaleView() const {
    return tag == Kind::View && static_cast<const ViewObject *>(payload.p)
                                        ->cell()
                                        ->content != Cell::Known;
  }
  Cell *cell() const {
    assert(isContainer() && "not a container");
    return static_cast<Cell *>(payload.p);
  }
  bool isNone() const { return tag == Kind::None; }
  bool isBool() const { return tag == Kind::Bool; }
  bool isStr() const { return tag == Kind::Str; }
  bool isFloat() const { return tag == Kind::Float; }
  bool isSymbolic() const { return kind() == Kind::Symbolic; }
  bool isSmallInt() const { return tag == Kind::Int && !isBig; }
  bool isBigInt() const { return tag == Kind::Int && isBig; }
  /// An int in the sense of arithmetic: bool counts.
  bool isIntegral() const { return tag == Kind::Int || tag == Kind::Bool; }
  /// Lists, dicts, sets and iterators: objects with identity that change.
  bool isCell() const {
    return tag == Kind::List || tag == Kind::Dict || tag == Kind::Set ||
           tag == Kind::Iterator;
  }

  bool asBool() const { return checked(Kind::Bool).payload.i != 0; }
  /// The number of a bool or an int that fits.
  int64_t asInt() const {
    assert(isIntegral() && !isBig && "not a small int");
    return payload.i;
  }
  double asFloat() const { return checked(Kind::Float).payload.d; }
  TypeId asType() const {
    return TypeId(static_cast<uint32_t>(checked(Kind::Type).payload.i));
  }
  BuiltinId asBuiltin() const {
    return static_cast<BuiltinId>(checked(Kind::Builtin).payload.i);
  }
  uint32_t asSymbolic() const {
    assert(isSymbolic() && "value of another kind");
    return isContainer() ? cell()->content : static_cast<uint32_t>(payload.i);
  }
  const BigIntObject *asBigInt() const {
    assert(isBigInt() && "not a big int");
    return static_cast<const BigIntObject *>(payload.p);
  }
  const StrObject *asStr() const { return pointer<const StrObject>(Kind::Str); }
  /// The UTF-8 text of a string.
  llvm::StringRef text() const;
  const TupleObject *asTuple() const {
    return pointer<const TupleObject>(Kind::Tuple);
  }
  const RangeObject *asRange() const {
    return pointer<const RangeObject>(Kind::Range);
  }
  ListObject *asList() const { return pointer<ListObject>(Kind::List); }
  DictObject *asDict() const { return pointer<DictObject>(Kind::Dict); }
  SetObject *asSet() const { return pointer<SetObject>(Kind::Set); }
  const ViewObject *asView() const {
    return pointer<const ViewObject>(Kind::View);
  }
  IteratorObject *asIterator() const {
    return pointer<IteratorObject>(Kind::Iterator);
  }
  const MethodObject *asMethod() const {
    return pointer<const MethodObject>(Kind::Method);
  }
  const Object *asObject() const { return pointer<const Object>(Kind::Object); }

  /// Python's `is`: same object, or same small immediate.
  friend bool isIdentical(Value a, Value b) {
    return a.tag == b.tag && a.isBig == b.isBig && a.payload.i == b.payload.i;
  }

private:
  explicit Value(Kind kind) : tag(kind) {}
  Value withInt(int64_t i) {
    payload.i = i;
    return *this;
  }
  Value withPointer(const void *p) {
    payload.i = 0;
    payload.p = const_cast<void *>(p);
    return *this;
  }
  const Value &checked(Kind kind) const {
    assert(tag == kind && "value of another kind");
    return *this;
  }
  template <typename T> T *pointer(Kind kind) const {
    return static_cast<T *>(checked(kind).payload.p);
  }

  union {
    int64_t i = 0;
    double d;
    void *p;
  } payload;
  Kind tag = Kind::Absent;
  bool isBig = false;
};

static_assert(sizeof(Value) == 16);

/// An object of the embedder's. Objects compare by identity and are truthy
/// unless they say otherwise.
class Object {
public:
  virtual ~Object() = default;
  /// What `type(x).__name__` and error messages call it.
  virtual llvm::StringRef typeName() const = 0;
  /// Its `repr`.
  virtual std::string repr() const { return ("<" + typeName() + ">").str(); }
  virtual bool truth() const { return true; }
  virtual bool isCallable() const { return false; }

  /// Counts creations in its heap: a deterministic identity, for hashing.
  uint32_t serial = 0;
};

/// The name Python gives to a value's type, for messages: `int`, `list`, …
llvm::StringRef typeName(Value v);

} // namespace plue::value

#endif // PLUE_VALUE_VALUE_H
