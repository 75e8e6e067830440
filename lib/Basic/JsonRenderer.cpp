//===- JsonRenderer.cpp - Diagnostics as one JSON object ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file One object: the list of diagnostics and the counts. Lines and columns
/// are from 1, columns in code points; offsets are bytes from 0. A range that
/// is not known is absent.
//===----------------------------------------------------------------------===//
#include "Renderers.h"
#include "llvm/Support/JSON.h"

using namespace plue;
using llvm::json::OStream;

static void writePosition(OStream &json, llvm::StringRef key, FileId file,
                          uint32_t offset, const SourceManager &sources) {
  LineColumn at = sources.lineColumn(file, offset);
  json.attributeObject(key, [&] {
    json.attribute("line", at.line);
    json.attribute("column", at.column);
    json.attribute("offset", offset);
  });
}

/// Writes the attributes `path` and `range`, if \p range is known.
static void writeRange(OStream &json, SourceRange range,
                       const SourceManager &sources) {
  range = clampToFile(range, sources);
  if (!range.isValid())
    return;
  json.attribute("path", llvm::json::fixUTF8(sources.path(range.file)));
  json.attributeObject("range", [&] {
    writePosition(json, "start", range.file, range.begin, sources);
    writePosition(json, "end", range.file, range.end, sources);
  });
}

static void writeText(OStream &json, llvm::StringRef key,
                      llvm::StringRef text) {
  json.attribute(key, llvm::json::fixUTF8(text));
}

/// Writes an array attribute with one object for each of \p items.
template <typename Range, typename Writer>
static void writeObjects(OStream &json, llvm::StringRef key, const Range &items,
                         Writer write) {
  json.attributeArray(key, [&] {
    for (const auto &item : items)
      json.object([&] { write(item); });
  });
}

static void writeDiagnostic(OStream &json, const Diagnostic &diagnostic,
                            const SourceManager &sources) {
  json.attribute("code", codeOf(diagnostic.id));
  json.attribute("severity", nameOf(diagnostic.severity));
  writeText(json, "message", diagnostic.message);
  writeRange(json, diagnostic.range, sources);
  writeObjects(json, "labels", diagnostic.labels, [&](const Label &label) {
    writeText(json, "message", label.text);
    writeRange(json, label.range, sources);
  });
  writeObjects(json, "notes", diagnostic.notes, [&](const Diagnostic &note) {
    writeText(json, "message", note.message);
    writeRange(json, note.range, sources);
  });
  json.attributeArray("hints", [&] {
    for (const std::string &hint : diagnostic.hints)
      json.value(llvm::json::fixUTF8(hint));
  });
  writeObjects(json, "fixits", diagnostic.fixIts, [&](const FixIt &fixIt) {
    writeText(json, "replacement", fixIt.replacement);
    writeRange(json, fixIt.range, sources);
  });
}

void plue::renderJson(const DiagnosticEngine &engine,
                      const SourceManager &sources,
                      const RenderOptions &options, llvm::raw_ostream &os) {
  OStream json(os, /*IndentSize=*/2);
  json.object([&] {
    writeObjects(json, "diagnostics", engine.sorted(),
                 [&](const Diagnostic *diagnostic) {
                   writeDiagnostic(json, *diagnostic, sources);
                 });
    json.attribute("errors", engine.numErrors());
    json.attribute("warnings", engine.numWarnings());
    json.attribute("suppressed", engine.numSuppressed());
  });
  os << '\n';
}
