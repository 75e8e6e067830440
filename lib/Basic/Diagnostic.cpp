//===- Diagnostic.cpp - What plue has to say about a workflow -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Basic/Diagnostic.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>

using namespace plue;

namespace {
struct KindInfo {
  const char *name;
  Severity severity;
  const char *text;
};
} // namespace

static constexpr KindInfo kinds[] = {
#define PLUE_DIAG(name, severity, text, ...) {#name, Severity::severity, text},
#include "plue/Basic/Diagnostics.def"
};

llvm::StringRef plue::hintOf(DiagId id) {
  switch (id) {
#define PLUE_HINT(name, text)                                                  \
  case DiagId::name:                                                           \
    return text;
#include "plue/Basic/DiagnosticHints.def"
  default:
    return "";
  }
}

static const KindInfo &info(DiagId id) {
  return kinds[static_cast<unsigned>(id)];
}

/// `unknown_name` is the enumerator, `unknown-name` what people see.
static std::vector<std::string> makeCodes() {
  std::vector<std::string> codes;
  for (const KindInfo &kind : kinds) {
    codes.emplace_back(kind.name);
    std::replace(codes.back().begin(), codes.back().end(), '_', '-');
  }
  return codes;
}

llvm::StringRef plue::codeOf(DiagId id) {
  static const std::vector<std::string> codes = makeCodes();
  return codes[static_cast<unsigned>(id)];
}

Severity plue::severityOf(DiagId id) { return info(id).severity; }
llvm::StringRef plue::templateOf(DiagId id) { return info(id).text; }
uint32_t plue::numDiagKinds() { return std::size(kinds); }

/// Long arguments would drown the message; whoever wrote them knows the rest.
static constexpr size_t maxArgumentBytes = 400;

static llvm::StringRef shortened(llvm::StringRef text, std::string &storage) {
  if (text.size() <= maxArgumentBytes)
    return text;
  size_t cut = maxArgumentBytes;
  while (cut > 0 && (text[cut] & 0xC0) == 0x80)
    --cut; // Not inside a UTF-8 sequence.
  storage = (text.take_front(cut) + "…").str();
  return storage;
}

std::string plue::detail::fillIn(DiagId id,
                                 llvm::ArrayRef<std::string> arguments) {
  std::string result, storage;
  llvm::StringRef text = templateOf(id);
  for (size_t i = 0; i < text.size(); ++i) {
    bool isHole = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' &&
                  llvm::isDigit(text[i + 1]);
    if (!isHole) {
      result += text[i];
      continue;
    }
    unsigned index = text[i + 1] - '0';
    assert(index < arguments.size() && "a hole without an argument");
    result += shortened(arguments[index], storage);
    i += 2;
  }
  return result;
}

DiagnosticBuilder::~DiagnosticBuilder() {
  if (engine)
    engine->add(std::move(diagnostic));
}

DiagnosticBuilder &DiagnosticBuilder::label(SourceRange range,
                                            llvm::Twine text) {
  std::string storage;
  diagnostic.labels.push_back({range, shortened(text.str(), storage).str()});
  return *this;
}

DiagnosticBuilder &DiagnosticBuilder::hint(llvm::Twine text) {
  diagnostic.hints.push_back(text.str());
  return *this;
}

DiagnosticBuilder &DiagnosticBuilder::fixIt(SourceRange range,
                                            llvm::Twine replacement) {
  diagnostic.fixIts.push_back({range, replacement.str()});
  return *this;
}

DiagnosticBuilder &DiagnosticBuilder::suggest(SourceRange range,
                                              llvm::StringRef replacement) {
  if (replacement.empty())
    return *this;
  hint("did you mean `" + replacement + "`?");
  return fixIt(range, replacement);
}

DiagnosticBuilder &DiagnosticBuilder::addNote(SourceRange range, DiagId id,
                                              std::string message) {
  diagnostic.notes.push_back({.id = id,
                              .severity = Severity::Note,
                              .range = range,
                              .message = std::move(message)});
  return *this;
}

void DiagnosticEngine::add(Diagnostic diagnostic) {
  auto isSame = [&](const Diagnostic &other) {
    return other.id == diagnostic.id && other.range == diagnostic.range &&
           other.message == diagnostic.message;
  };
  if (llvm::any_of(diagnostics, isSame))
    return;
  llvm::StringRef hint = hintOf(diagnostic.id);
  if (diagnostic.hints.empty() && diagnostic.fixIts.empty() && !hint.empty())
    diagnostic.hints.push_back(hint.str());
  if (diagnostic.severity == Severity::Error)
    ++errors;
  else
    ++warnings;
  if (diagnostics.size() >= limit) {
    ++suppressed;
    return;
  }
  diagnostics.push_back(std::move(diagnostic));
}

std::vector<const Diagnostic *> DiagnosticEngine::sorted() const {
  std::vector<const Diagnostic *> result;
  for (const Diagnostic &diagnostic : diagnostics)
    result.push_back(&diagnostic);
  auto position = [](const Diagnostic *d) {
    bool located = d->range.isValid();
    return std::tuple(located, located ? d->range.file.index : 0,
                      d->range.begin, d->range.end);
  };
  llvm::stable_sort(result, [&](const Diagnostic *a, const Diagnostic *b) {
    return position(a) < position(b);
  });
  return result;
}

llvm::StringRef plue::nearest(llvm::StringRef name,
                              llvm::ArrayRef<llvm::StringRef> candidates) {
  unsigned allowed =
      name.size() <= 2 ? 1 : std::max<size_t>(2, name.size() / 3);
  llvm::StringRef best;
  unsigned bestDistance = allowed + 1;
  for (llvm::StringRef candidate : candidates) {
    unsigned distance =
        name.edit_distance_insensitive(candidate, true, bestDistance);
    // Half of a short name changed is another name, unless it begins alike.
    bool isFar =
        2 * distance > name.size() &&
        !candidate.take_front(1).equals_insensitive(name.take_front(1));
    if (distance < bestDistance && candidate != name && !isFar) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

std::string plue::listOf(llvm::ArrayRef<llvm::StringRef> names, unsigned most) {
  std::string result;
  size_t shown = std::min<size_t>(names.size(), most);
  for (size_t i = 0; i < shown; ++i) {
    bool isLast = i + 1 == names.size();
    if (i != 0)
      result += isLast ? " and " : ", ";
    result += ("`" + names[i] + "`").str();
  }
  if (shown < names.size())
    result += (" and " + llvm::Twine(names.size() - shown) + " more").str();
  return result;
}
