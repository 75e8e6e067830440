//===- Context.h - Where values are evaluated -------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Every operation on values takes a Context: the heap it allocates from,
/// the fuel it burns, and the exception it may leave behind. An operation that
/// fails returns `failure()` and has raised exactly one exception, as in
/// CPython's C API. The same library serves the compiler, which turns
/// exceptions into located diagnostics, and the executor, which fails the run.
///
/// Fuel is charged by work, not by time: one unit a basic operation, plus one
/// for each 64 bytes touched and for each 64x64-bit limb product. A charge is
/// made before the work, so that one huge operation is refused, not survived.
//===----------------------------------------------------------------------===//
#ifndef PLUE_VALUE_CONTEXT_H
#define PLUE_VALUE_CONTEXT_H

#include "plue/Basic/Limits.h"
#include "plue/Support/Result.h"
#include "plue/Value/Value.h"
#include <optional>
#include <string>
#include <utility>

namespace plue::value {

class Heap;

enum class ExcKind : uint8_t {
  // Python's own, by their names.
  TypeError,
  ValueError,
  IndexError,
  KeyError,
  ZeroDivisionError,
  OverflowError,
  AttributeError,
  NameError,
  UnboundLocalError,
  RecursionError,
  RuntimeError,
  AssertionError,
  StopIteration,
  UnicodeError,
  NotImplementedError,
  Exception,
  // plue's; none can be caught.
  /// A limit of Limits was exceeded; the message has count and limit.
  Limit,
  /// The result would depend on something not deterministic, such as the order
  /// of a set; the message says what to write instead.
  Nondeterministic,
  /// A run-time value stood where its content is needed: not an error but the
  /// request to make the operation a run-time expression.
  Residual,
  /// The embedder has already reported what is wrong.
  Reported,
};

/// `TypeError`, … as Python spells it; `limit` and so on for plue's own.
llvm::StringRef name(ExcKind kind);
/// Python's exception of that name, if it is one of those above.
std::optional<ExcKind> findException(llvm::StringRef name);

struct Exception {
  ExcKind kind = ExcKind::Exception;
  std::string message;
};

/// Arguments of a call, already evaluated.
struct CallArgs {
  llvm::ArrayRef<Value> positional;
  llvm::ArrayRef<std::pair<llvm::StringRef, Value>> keywords;
};

class Context {
public:
  Context(Heap &heap, TypeStore &types, const Limits &limits)
      : heap(heap), types(types), limits(limits), fuelLeft(limits.fuel) {}
  virtual ~Context() = default;
  Context(const Context &) = delete;

  Heap &heap;
  TypeStore &types;
  const Limits &limits;

  /// Burns \p units of fuel; raises Limit when there is not enough.
  LogicalResult burn(uint64_t units) {
    if (units <= fuelLeft) [[likely]] {
      fuelLeft -= units;
      return success();
    }
    return outOfFuel(units);
  }
  /// Burns what touching \p bytes costs.
  LogicalResult burnBytes(uint64_t bytes) { return burn(1 + bytes / 64); }
  uint64_t fuelUsed() const { return limits.fuel - fuelLeft; }
  void refuel() { fuelLeft = limits.fuel; }

  /// Checks a size against its limit before anything is allocated.
  LogicalResult checkItems(uint64_t count);
  LogicalResult checkStringBytes(uint64_t bytes);

  /// Raises Limit: `what` came to \p count where \p limit is allowed.
  LogicalResult raiseLimit(const llvm::Twine &what, uint64_t count,
                           uint64_t limit);
  /// Raises an exception; always returns failure.
  LogicalResult raise(ExcKind kind, const llvm::Twine &message);
  /// Raises Residual.
  LogicalResult raiseResidual() { return raise(ExcKind::Residual, ""); }
  bool hasException() const { return pending; }
  const Exception &exception() const { return raised; }
  /// Takes the pending exception away.
  Exception takeException();

  /// How far an operation may descend into values inside values.
  static constexpr uint32_t MaxNesting = 400;
  /// How far the operations now running have descended.
  uint32_t nesting = 0;

  //--- What the embedder adds ------------------------------------------------

  /// Calls something that is not a built-in: a function of the workflow given
  /// as a sort key, say. The default raises TypeError.
  virtual FailureOr<Value> call(Value callee, const CallArgs &args);
  /// Told before a cell that a workflow can name changes; may refuse by
  /// raising.
  virtual LogicalResult willMutate(Value cell) { return success(); }
  /// Where `print` goes, a call at a time and without the newline at the end;
  /// the default drops it.
  virtual void print(llvm::StringRef line) {}

private:
  LogicalResult outOfFuel(uint64_t units);

  uint64_t fuelLeft;
  bool pending = false;
  Exception raised;
};

} // namespace plue::value

#endif // PLUE_VALUE_CONTEXT_H
