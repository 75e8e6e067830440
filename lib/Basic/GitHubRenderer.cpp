//===- GitHubRenderer.cpp - Diagnostics as workflow commands --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A GitHub runner turns lines of the form `::error file=…,line=…::text`
/// into annotations. The line is a command to the runner, so what comes from a
/// workflow must not be able to end it: the format escapes `%` and line ends,
/// and in properties also `:` and `,`.
//===----------------------------------------------------------------------===//
#include "Renderers.h"

using namespace plue;

static std::string escaped(llvm::StringRef text, bool isProperty) {
  std::string result;
  for (char c : text) {
    if (c == '%')
      result += "%25";
    else if (c == '\r')
      result += "%0D";
    else if (c == '\n')
      result += "%0A";
    else if (isProperty && c == ':')
      result += "%3A";
    else if (isProperty && c == ',')
      result += "%2C";
    else
      result += c;
  }
  return result;
}

/// GitHub wants columns only for a range within one line.
static void writePosition(SourceRange range, const SourceManager &sources,
                          llvm::raw_ostream &os) {
  LineColumn begin = sources.lineColumn(range.file, range.begin);
  LineColumn end = sources.lineColumn(range.file, range.end);
  os << "file=" << escaped(sources.path(range.file), /*isProperty=*/true)
     << ",line=" << begin.line;
  if (begin.line == end.line)
    os << ",col=" << begin.column;
  os << ",endLine=" << end.line;
  if (begin.line == end.line)
    os << ",endColumn=" << end.column;
  os << ',';
}

/// `path:line:column: `, or nothing if \p range is not known.
static std::string leadIn(SourceRange range, const SourceManager &sources) {
  range = clampToFile(range, sources);
  if (!range.isValid())
    return "";
  LineColumn at = sources.lineColumn(range.file, range.begin);
  return (sources.path(range.file) + ":" + llvm::Twine(at.line) + ":" +
          llvm::Twine(at.column) + ": ")
      .str();
}

/// The message with its labels, notes and hints: an annotation has one place.
static std::string wholeText(const Diagnostic &diagnostic,
                             const SourceManager &sources) {
  std::string text = diagnostic.message;
  for (const Label &label : diagnostic.labels)
    text += "\n" + leadIn(label.range, sources) + label.text;
  for (const Diagnostic &note : diagnostic.notes)
    text += "\nnote: " + leadIn(note.range, sources) + note.message;
  for (const std::string &hint : diagnostic.hints)
    text += "\nhelp: " + hint;
  return text;
}

void plue::renderGitHub(const DiagnosticEngine &engine,
                        const SourceManager &sources,
                        const RenderOptions &options, llvm::raw_ostream &os) {
  for (const Diagnostic *diagnostic : engine.sorted()) {
    bool isNote = diagnostic->severity == Severity::Note;
    os << "::" << (isNote ? "notice" : nameOf(diagnostic->severity)) << ' ';
    SourceRange range = clampToFile(diagnostic->range, sources);
    if (range.isValid())
      writePosition(range, sources, os);
    os << "title=" << escaped(codeOf(diagnostic->id), /*isProperty=*/true)
       << "::" << escaped(wholeText(*diagnostic, sources), /*isProperty=*/false)
       << '\n';
  }
  if (uint32_t suppressed = engine.numSuppressed())
    os << "::notice title=" << options.tool << "::… and " << suppressed
       << " more suppressed\n";
}
