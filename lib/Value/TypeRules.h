//===- TypeRules.h - What the rules of Typing.h are made of -----*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A rule is written for operands that are neither unions nor optional
/// nor Never; `lift` asks it once for each combination of members and joins the
/// outcomes. Whether an operand will do is an Answer, since Any may be anything
/// and a union may be several things; `Checks` collects the answers of one
/// operation.
///
/// Rules say only that an operation is certain to raise. What it raises is
/// found out by carrying it out on samples of the types, so that the words are
/// those of the operation itself: see describe().
///
/// An operation that fails for each item of a container does not if there are
/// none: such an outcome has the type of that case and is marked. It still
/// counts as certain to raise in the end, for nobody joins a list of ints on
/// purpose, but not where another member of a union would do. What is known to
/// be empty has items of type Never.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_VALUE_TYPERULES_H
#define PLUE_LIB_VALUE_TYPERULES_H

#include "Calls.h"
#include "plue/Value/Typing.h"

namespace plue::value::typing {

/// What an operation on some types comes to; without a type, it raises.
struct Outcome {
  TypeId type;
  bool mayRaise = false;
  /// It returns only if some container is empty.
  bool needsEmpty = false;
};
inline Outcome raises() { return {}; }
inline Outcome mayGive(TypeId type) { return {type, /*mayRaise=*/true}; }

/// Whether values of a type have some property: none, some or all of them.
enum class Answer : uint8_t { No, Maybe, Yes };
inline Answer answer(bool yes) { return yes ? Answer::Yes : Answer::No; }
inline Answer both(Answer a, Answer b) { return std::min(a, b); }

/// What the operands of one operation must be.
class Checks {
public:
  Checks &require(Answer a) {
    worst = both(worst, a);
    return *this;
  }
  /// Some values raise for another reason.
  Checks &risk(bool mayRaise) {
    return require(mayRaise ? Answer::Maybe : Answer::Yes);
  }
  /// An operand that is the outcome of another rule.
  TypeId take(Outcome part);
  /// The same for what happens to each item of a container: where it fails,
  /// there must be none.
  Checks &requireOfItems(Answer a);
  TypeId takeOfItems(TypeStore &types, Outcome part);
  Outcome gives(TypeId type) const {
    if (worst == Answer::No)
      return raises();
    return {type, worst != Answer::Yes, needsEmpty};
  }
  bool failed() const { return worst == Answer::No; }

private:
  Answer worst = Answer::Yes;
  bool needsEmpty = false;
};

//--- Members of unions --------------------------------------------------------

using TypeVector = llvm::SmallVector<TypeId, 4>;

/// The types that \p type is one of; None, if among them, comes last.
TypeVector membersOf(const TypeStore &types, TypeId type);

/// Joins the outcomes for the members of unions.
class OutcomeJoin {
public:
  explicit OutcomeJoin(TypeStore &types) : types(types) {}
  void add(Outcome outcome);
  Outcome result() const;

private:
  TypeStore &types;
  Outcome joined{.needsEmpty = true};
  bool someRaise = false;
};

Outcome lift(TypeStore &types, TypeId operand,
             llvm::function_ref<Outcome(TypeId)> rule);
Outcome lift(TypeStore &types, TypeId left, TypeId right,
             llvm::function_ref<Outcome(TypeId, TypeId)> rule);
/// \p ask is not asked about Any, which is Maybe, and Never, which is Yes.
Answer askMembers(const TypeStore &types, TypeId type,
                  llvm::function_ref<Answer(TypeId)> ask);

//--- Properties ---------------------------------------------------------------

inline bool isNever(const TypeStore &types, TypeId type) {
  return types.kind(type) == TypeKind::Never;
}
bool isTextKind(TypeKind kind);
bool isIntKind(TypeKind kind);
bool isNumberKind(TypeKind kind);
/// Whether a tuple's type says how many items it has.
bool isFixedTuple(const TypeNode &node);
/// Whether there is a first item for certain.
bool isNeverEmpty(const TypeStore &types, TypeId iterable);
/// Of an Iterable that is no iterator: a range or a view of a dict.
bool isRange(const TypeNode &node);
bool isView(const TypeNode &node);

Answer isText(const TypeStore &types, TypeId type);
Answer isTextOrNone(const TypeStore &types, TypeId type);
/// `__index__`: an int or bool.
Answer isIntegral(const TypeStore &types, TypeId type);
/// The same, for something that an int may be too large for.
Answer isSize(const TypeStore &types, TypeId type);
/// A bound of a slice: integral or None.
Answer isBound(const TypeStore &types, TypeId type);
Answer isHashable(const TypeStore &types, TypeId type);
/// Whether it can be looked up in a set. A set can: it is in none.
Answer isSetKey(const TypeStore &types, TypeId type);
/// Whether `==` takes them.
Answer isEquatable(const TypeStore &types, TypeId a, TypeId b);
/// Whether `<` takes them.
Answer isOrderable(const TypeStore &types, TypeId a, TypeId b);
/// Whether values of the two are never equal, from their kinds alone.
bool areNeverEqual(const TypeStore &types, TypeId a, TypeId b);
/// Whether it has a truth value.
Answer hasTruth(const TypeStore &types, TypeId type);
Answer hasLength(const TypeStore &types, TypeId type);
/// A set, or a view that behaves like one.
bool isSetLike(const TypeNode &node);

//--- Parts --------------------------------------------------------------------

/// The join of \p parts; Never if there are none.
TypeId joinAll(TypeStore &types, llvm::ArrayRef<TypeId> parts);
/// Of the items of \p iterable.
Outcome itemsOf(TypeStore &types, TypeId iterable);
/// The part of \p type that can be hashed.
Outcome keysFrom(TypeStore &types, TypeId type);
/// What is equal to something of the other type: the items of `a & b`.
TypeId commonOf(TypeStore &types, TypeId a, TypeId b);
/// The dict (never a union) of the pairs in \p pairs, which may be one too.
Outcome dictFrom(TypeStore &types, TypeId pairs);
/// The keys and the values of two dicts.
TypeId joinDicts(TypeStore &types, TypeId a, TypeId b);

//--- Errors -------------------------------------------------------------------

using SampleRun =
    llvm::function_ref<FailureOr<Value>(Context &, llvm::ArrayRef<Value>)>;
/// What \p run raises for samples of \p operands; nothing if it raises nothing
/// that Python knows.
std::optional<Exception>
exceptionOn(TypeStore &types, llvm::ArrayRef<TypeId> operands, SampleRun run);
/// Turns an outcome into what Typing.h promises. If it raises, \p run says
/// what.
Typing describe(TypeStore &types, Outcome outcome,
                llvm::ArrayRef<TypeId> operands, SampleRun run);

//--- Rules that calls use too -------------------------------------------------

Outcome binaryRule(TypeStore &types, BinaryOp op, TypeId left, TypeId right);

Outcome formatRule(TypeStore &types, TypeId v,
                   std::optional<llvm::StringRef> spec);

//--- Calls --------------------------------------------------------------------

/// A call whose arguments have found their parameters.
struct Call {
  TypeStore &types;
  /// Of the object whose method it is.
  TypeId self;
  /// One for each parameter, none if it is not given.
  TypeVector parameters;
  llvm::ArrayRef<TypeId> rest;
  llvm::ArrayRef<std::pair<llvm::StringRef, TypeId>> keywords;
  const CallTypes &args;
  /// For methods: what the object is after the call, if that is another type.
  TypeId objectAfter;

  TypeId operator[](unsigned i) const { return parameters[i]; }
  /// A parameter, or \p absent.
  TypeId get(unsigned i, TypeId absent) const {
    return parameters[i] ? parameters[i] : absent;
  }
  Answer given(unsigned i, Answer (*ask)(const TypeStore &, TypeId)) const {
    return parameters[i] ? ask(types, parameters[i]) : Answer::Yes;
  }
  /// What the argument of type \p function returns; it is at \p argument, as
  /// CallTypes counts. None as a function is \p without.
  Outcome resultOf(TypeId function, unsigned argument,
                   llvm::ArrayRef<TypeId> operands, Outcome without) const;
  /// What \p item is sorted by.
  Outcome keyOf(TypeId function, TypeId item) const;
};
inline constexpr unsigned KeyArgument = ~0U;

#define PLUE_BUILTIN(Name, name, isClass, arity, function, signature)          \
  Outcome type##Name(Call &call);
#include "plue/Value/Builtins.def"

using Rule = llvm::function_ref<Outcome(Call &)>;

/// Binds the arguments and asks \p rule; \p objectAfter, if it is wanted, gets
/// Call's.
Outcome applyRule(TypeStore &types, const NativeEntry &entry, Rule rule,
                  TypeId self, const CallTypes &args,
                  TypeId *objectAfter = nullptr);
/// describe() for a call.
Typing describeCall(
    TypeStore &types, Outcome outcome, const CallTypes &args,
    llvm::function_ref<FailureOr<Value>(Context &, const CallArgs &)> run);

/// Of the method \p name, which values of that kind have.
Outcome methodRule(Kind kind, llvm::StringRef name, Call &call);
/// The rule for a method of strings, which all follow one.
Outcome strMethodRule(llvm::StringRef name, Call &call);

} // namespace plue::value::typing

#endif // PLUE_LIB_VALUE_TYPERULES_H
