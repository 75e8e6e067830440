//===- Diagnostic.h - What plue has to say about a workflow -----*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Diagnostics are values. The catalogue (Diagnostics.def) gives each
/// kind its name, severity, text and argument types; a call site names a kind
/// and cannot get the arguments wrong:
///
///   diags.report(range, diag::unknown_name, name)
///       .suggest(range, similar)
///       .note(where, diag::note_defined_here, name);
///
/// The engine collects; nothing is printed until a renderer is asked to (see
/// DiagnosticRenderer.h), so every consumer sees the same sorted list.
//===----------------------------------------------------------------------===//
#ifndef PLUE_BASIC_DIAGNOSTIC_H
#define PLUE_BASIC_DIAGNOSTIC_H

#include "plue/Basic/Source.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <string>
#include <vector>

namespace plue {

enum class Severity : uint8_t { Error, Warning, Note };

enum class DiagId : uint16_t {
#define PLUE_DIAG(name, severity, text, ...) name,
#include "plue/Basic/Diagnostics.def"
};

/// A kind of diagnostic whose text takes arguments of types \p Args.
template <typename... Args> struct DiagKind { DiagId id; };

namespace diag {
#define PLUE_DIAG(name, severity, text, ...)                                   \
  inline constexpr DiagKind<__VA_ARGS__> name{DiagId::name};
#include "plue/Basic/Diagnostics.def"
} // namespace diag

/// The stable code users see and can search for: `unknown-name`.
llvm::StringRef codeOf(DiagId id);
Severity severityOf(DiagId id);
/// The text with its holes `{0}`, `{1}`, … as the catalogue has it.
llvm::StringRef templateOf(DiagId id);
/// What to do about any diagnostic of this kind; empty if that depends. From
/// DiagnosticHints.def.
llvm::StringRef hintOf(DiagId id);
uint32_t numDiagKinds();

/// A secondary range with a few words about it.
struct Label {
  SourceRange range;
  std::string text;
};

/// An edit that would mend the fault: replaces \p range by \p replacement.
struct FixIt {
  SourceRange range;
  std::string replacement;
};

struct Diagnostic {
  DiagId id;
  Severity severity;
  SourceRange range;
  std::string message;
  llvm::SmallVector<Label, 2> labels = {};
  /// Further remarks, each with its own range (which may be invalid).
  std::vector<Diagnostic> notes = {};
  /// What to do instead; shown last.
  std::vector<std::string> hints = {};
  llvm::SmallVector<FixIt, 1> fixIts = {};
};

class DiagnosticEngine;

namespace detail {
inline std::string diagArgument(llvm::StringRef text) { return text.str(); }
inline std::string diagArgument(const std::string &text) { return text; }
inline std::string diagArgument(const char *text) { return text; }
inline std::string diagArgument(int64_t number) {
  return std::to_string(number);
}
inline std::string diagArgument(uint64_t number) {
  return std::to_string(number);
}
inline std::string diagArgument(uint32_t number) {
  return std::to_string(number);
}
std::string fillIn(DiagId id, llvm::ArrayRef<std::string> arguments);

template <typename... Args>
std::string message(DiagKind<Args...> kind, const Args &...args) {
  std::string texts[sizeof...(Args) + 1] = {diagArgument(args)...};
  return fillIn(kind.id, llvm::ArrayRef(texts, sizeof...(Args)));
}

/// Keeps a parameter out of template argument deduction, so that a literal may
/// stand where a StringRef is declared.
template <typename T> struct NonDeduced { using type = T; };
} // namespace detail

/// A diagnostic under construction; reported when it goes out of scope. Turns
/// into `failure()` where a LogicalResult is returned.
class DiagnosticBuilder {
public:
  DiagnosticBuilder(DiagnosticEngine &engine, Diagnostic diagnostic)
      : engine(&engine), diagnostic(std::move(diagnostic)) {}
  DiagnosticBuilder(DiagnosticBuilder &&other)
      : engine(other.engine), diagnostic(std::move(other.diagnostic)) {
    other.engine = nullptr;
  }
  DiagnosticBuilder(const DiagnosticBuilder &) = delete;
  DiagnosticBuilder &operator=(const DiagnosticBuilder &) = delete;
  ~DiagnosticBuilder();

  DiagnosticBuilder &label(SourceRange range, llvm::Twine text);
  DiagnosticBuilder &hint(llvm::Twine text);
  DiagnosticBuilder &fixIt(SourceRange range, llvm::Twine replacement);
  /// "did you mean `…`?", with the fix-it that makes it so. An empty
  /// \p replacement suggests nothing.
  DiagnosticBuilder &suggest(SourceRange range, llvm::StringRef replacement);

  template <typename... Args>
  DiagnosticBuilder &
  note(SourceRange range, DiagKind<Args...> kind,
       const typename detail::NonDeduced<Args>::type &...args) {
    return addNote(range, kind.id, detail::message(kind, Args(args)...));
  }

  operator LogicalResult() const { return failure(); }
  template <typename T> operator FailureOr<T>() const {
    return FailureOr<T>(failure());
  }

private:
  DiagnosticBuilder &addNote(SourceRange range, DiagId id, std::string message);

  DiagnosticEngine *engine;
  Diagnostic diagnostic;
};

/// Collects diagnostics. Exact repeats are kept once; past a limit the rest are
/// only counted.
class DiagnosticEngine {
public:
  explicit DiagnosticEngine(uint32_t limit = 100) : limit(limit) {}

  template <typename... Args>
  DiagnosticBuilder
  report(SourceRange range, DiagKind<Args...> kind,
         const typename detail::NonDeduced<Args>::type &...args) {
    return DiagnosticBuilder(*this,
                             {.id = kind.id,
                              .severity = severityOf(kind.id),
                              .range = range,
                              .message = detail::message(kind, Args(args)...)});
  }

  /// One without a way out gets that of its kind.
  void add(Diagnostic diagnostic);

  bool hasErrors() const { return errors != 0; }
  uint32_t numErrors() const { return errors; }
  uint32_t numWarnings() const { return warnings; }
  /// How many were dropped because of the limit.
  uint32_t numSuppressed() const { return suppressed; }

  /// Everything collected, by file, then position, in order of arrival within
  /// one position; diagnostics without a location come first.
  std::vector<const Diagnostic *> sorted() const;

private:
  uint32_t limit;
  uint32_t errors = 0, warnings = 0, suppressed = 0;
  std::vector<Diagnostic> diagnostics;
};

/// The candidate nearest to \p name by edit distance, if it is near enough to
/// be worth a "did you mean"; else empty. Ties go to the earlier candidate.
llvm::StringRef nearest(llvm::StringRef name,
                        llvm::ArrayRef<llvm::StringRef> candidates);

/// "`a`, `b` and `c`", at most \p most of them, then "and N more".
std::string listOf(llvm::ArrayRef<llvm::StringRef> names, unsigned most = 8);

} // namespace plue

#endif // PLUE_BASIC_DIAGNOSTIC_H
