//===- ScannerHereDocuments.cpp - The bodies of here-documents ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A body begins after the line that announces it and ends with the line
/// that is its delimiter. If the delimiter is not quoted, expansions work in
/// the body. Shells take the body line by line before they look for expansions,
/// some of them at least, so a value inside `$(…)` could end the document
/// whatever its quotes; such holes are refused.
//===----------------------------------------------------------------------===//
#include "ScannerState.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::shell;

void Scanner::readHereDocuments() {
  auto documents = std::move(top().hereDocuments);
  top().hereDocuments.clear();
  pendingHereDocuments -= documents.size();
  // One announced outside a substitution whose line ended inside it.
  if (pendingHereDocuments != 0)
    return confuse();
  for (const PendingHereDocument &document : documents) {
    if (result.confusedAt)
      return;
    readHereDocument(document);
  }
}

/// Whether the line that begins here is the delimiter and nothing else. A hole
/// is never part of it: what is put there contains an expansion.
bool Scanner::isDelimiterLine(const PendingHereDocument &document) const {
  uint32_t tabs = 0;
  while (document.isIndented && looksAt("\t", tabs))
    ++tabs;
  if (!looksAt(document.delimiter, tabs))
    return false;
  uint32_t end = tabs + document.delimiter.size();
  return pos + end >= text.size() || looksAt("\n", end);
}

void Scanner::readHereDocument(const PendingHereDocument &document) {
  bool isNested = false, isContinued = false;
  while (!atEnd() && !result.confusedAt) {
    if (isDelimiterLine(document)) {
      if (isContinued) // Whether it counts is for the shell to know.
        return confuse();
      pos = std::min(text.find('\n', pos), text.size() - 1) + 1;
      return;
    }
    uint32_t begin = pos;
    readHereDocumentLine(document, isNested);
    isContinued =
        !document.isQuoted && text.slice(begin, pos).ends_with("\\\n");
  }
  confuse(); // The delimiter is missing.
}

/// Reads up to and with the end of the line. \p isNested is set where something
/// opens of which only the shell knows the end.
void Scanner::readHereDocumentLine(const PendingHereDocument &document,
                                   bool &isNested) {
  while (!atEnd()) {
    if (atHole()) {
      ScannedHole &hole = takeHole();
      commands().word.reset();
      hole.context = HoleContext::HereDocument;
      if (document.isQuoted)
        hole.refuse(Fault::QuotedHereDocument);
      if (isNested || substitutions != 0)
        hole.refuse(Fault::WithHereDocument);
      continue;
    }
    char c = peek();
    ++pos;
    if (c == '\n')
      return;
    if (document.isQuoted)
      continue;
    if (c == '\\' && atHole())
      result.holes[nextHole].refuse(Fault::AfterEscape, "\\");
    else if (c == '\\' && peek() != '\n')
      ++pos;
    else if (c == '`')
      isNested = true;
    else if (c == '$')
      hereDocumentDollar(isNested);
  }
}

/// After a `$`: `$name` and `${name}` are simple enough.
void Scanner::hereDocumentDollar(bool &isNested) {
  if (atHole())
    return result.holes[nextHole].refuse(Fault::AfterEscape, "$");
  auto isNameChar = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  bool isBraced = looksAt("{");
  pos += isBraced;
  while (!atEnd() && !atHole() && isNameChar(peek()))
    ++pos;
  if (isBraced) {
    isNested |= !looksAt("}");
    return;
  }
  if (atHole())
    result.holes[nextHole].refuse(Fault::Name);
  isNested |= looksAt("(") || looksAt("[");
}
