//===- SarifRenderer.cpp - Diagnostics as SARIF 2.1.0 ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The Static Analysis Results Interchange Format, OASIS standard 2.1.0,
/// as code scanning services read it. One run; its rules are the kinds that
/// occur. Columns are code points, which `columnKind` says. Labels and notes
/// become related locations, the fix-its of a diagnostic together one fix, and
/// hints are appended to the message.
//===----------------------------------------------------------------------===//
#include "Renderers.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

using namespace plue;
using llvm::json::OStream;

namespace {
class SarifRenderer {
public:
  SarifRenderer(const SourceManager &sources, llvm::raw_ostream &os)
      : sources(sources), json(os, /*IndentSize=*/2) {}

  void write(llvm::ArrayRef<const Diagnostic *> diagnostics,
             llvm::StringRef tool);

private:
  void writeTool(llvm::StringRef tool);
  void writeRule(DiagId id);
  void writeResult(const Diagnostic &diagnostic);
  void writeRelated(const Diagnostic &diagnostic);
  void writeFix(const Diagnostic &diagnostic);
  void writeEdits(FileId file, llvm::ArrayRef<const FixIt *> edits);
  void writeLocation(SourceRange range);
  void writeArtifact(FileId file);
  void writeRegion(llvm::StringRef key, SourceRange range);
  void writeText(llvm::StringRef key, llvm::StringRef text);

  const SourceManager &sources;
  OStream json;
  /// The kinds that occur, with their positions in the list of rules.
  llvm::SmallMapVector<DiagId, uint32_t, 16> rules;
};
} // namespace

static llvm::StringRef levelOf(Severity severity) { return nameOf(severity); }

/// \p path as a URI reference: relative if it is, else under `file:`.
static std::string uriOf(llvm::StringRef path) {
  bool isAbsolute = llvm::sys::path::is_absolute(path);
  std::string uri = isAbsolute ? "file://" : "";
  for (unsigned char c : path) {
    if (llvm::isAlnum(c) || llvm::StringRef("-._~/").contains(c))
      uri += static_cast<char>(c);
    else
      uri += {'%', llvm::hexdigit(c >> 4), llvm::hexdigit(c & 15)};
  }
  return uri;
}

/// Writes an object with the one member `text`, SARIF's message.
void SarifRenderer::writeText(llvm::StringRef key, llvm::StringRef text) {
  json.attributeObject(
      key, [&] { json.attribute("text", llvm::json::fixUTF8(text)); });
}

void SarifRenderer::writeRegion(llvm::StringRef key, SourceRange range) {
  LineColumn begin = sources.lineColumn(range.file, range.begin);
  LineColumn end = sources.lineColumn(range.file, range.end);
  json.attributeObject(key, [&] {
    json.attribute("startLine", begin.line);
    json.attribute("startColumn", begin.column);
    json.attribute("endLine", end.line);
    json.attribute("endColumn", end.column);
    json.attribute("byteOffset", range.begin);
    json.attribute("byteLength", range.end - range.begin);
  });
}

void SarifRenderer::writeArtifact(FileId file) {
  json.attributeObject("artifactLocation", [&] {
    json.attribute("uri", uriOf(sources.path(file)));
  });
}

void SarifRenderer::writeLocation(SourceRange range) {
  json.attributeObject("physicalLocation", [&] {
    writeArtifact(range.file);
    writeRegion("region", range);
  });
}

void SarifRenderer::writeRelated(const Diagnostic &diagnostic) {
  uint32_t id = 0;
  auto write = [&](SourceRange range, llvm::StringRef text) {
    range = clampToFile(range, sources);
    json.object([&] {
      json.attribute("id", id++);
      if (range.isValid())
        writeLocation(range);
      writeText("message", text);
    });
  };
  json.attributeArray("relatedLocations", [&] {
    for (const Label &label : diagnostic.labels)
      write(label.range, label.text);
    for (const Diagnostic &note : diagnostic.notes)
      write(note.range, note.message);
  });
}

void SarifRenderer::writeEdits(FileId file,
                               llvm::ArrayRef<const FixIt *> edits) {
  writeArtifact(file);
  json.attributeArray("replacements", [&] {
    for (const FixIt *edit : edits)
      json.object([&] {
        writeRegion("deletedRegion", clampToFile(edit->range, sources));
        writeText("insertedContent", edit->replacement);
      });
  });
}

void SarifRenderer::writeFix(const Diagnostic &diagnostic) {
  llvm::MapVector<FileId, llvm::SmallVector<const FixIt *, 2>> byFile;
  std::string description;
  for (const FixIt &fixIt : diagnostic.fixIts) {
    SourceRange range = clampToFile(fixIt.range, sources);
    if (!range.isValid())
      continue; // An edit of nothing; the hints say what they say.
    byFile[range.file].push_back(&fixIt);
    description += (description.empty() ? "" : ", ") + describe(fixIt, sources);
  }
  if (byFile.empty())
    return;
  json.attributeArray("fixes", [&] {
    json.object([&] {
      writeText("description", description);
      json.attributeArray("artifactChanges", [&] {
        for (const auto &[file, edits] : byFile)
          json.object([&] { writeEdits(file, edits); });
      });
    });
  });
}

void SarifRenderer::writeResult(const Diagnostic &diagnostic) {
  json.attribute("ruleId", codeOf(diagnostic.id));
  json.attribute("ruleIndex", rules.lookup(diagnostic.id));
  json.attribute("level", levelOf(diagnostic.severity));
  std::string text = diagnostic.message;
  for (const std::string &hint : diagnostic.hints)
    text += "\n" + hint;
  writeText("message", text);
  SourceRange range = clampToFile(diagnostic.range, sources);
  if (range.isValid())
    json.attributeArray("locations",
                        [&] { json.object([&] { writeLocation(range); }); });
  if (!diagnostic.labels.empty() || !diagnostic.notes.empty())
    writeRelated(diagnostic);
  writeFix(diagnostic);
}

void SarifRenderer::writeRule(DiagId id) {
  json.attribute("id", codeOf(id));
  writeText("shortDescription", templateOf(id));
  json.attributeObject("defaultConfiguration", [&] {
    json.attribute("level", levelOf(severityOf(id)));
  });
}

void SarifRenderer::writeTool(llvm::StringRef tool) {
  json.attributeObject("driver", [&] {
    json.attribute("name", llvm::json::fixUTF8(tool));
    json.attributeArray("rules", [&] {
      for (const auto &rule : rules)
        json.object([&] { writeRule(rule.first); });
    });
  });
}

void SarifRenderer::write(llvm::ArrayRef<const Diagnostic *> diagnostics,
                          llvm::StringRef tool) {
  for (const Diagnostic *diagnostic : diagnostics)
    rules.try_emplace(diagnostic->id, rules.size());
  auto writeRun = [&] {
    json.attributeObject("tool", [&] { writeTool(tool); });
    json.attribute("columnKind", "unicodeCodePoints");
    json.attributeArray("results", [&] {
      for (const Diagnostic *diagnostic : diagnostics)
        json.object([&] { writeResult(*diagnostic); });
    });
  };
  json.object([&] {
    json.attribute("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.attribute("version", "2.1.0");
    json.attributeArray("runs", [&] { json.object(writeRun); });
  });
}

void plue::renderSarif(const DiagnosticEngine &engine,
                       const SourceManager &sources,
                       const RenderOptions &options, llvm::raw_ostream &os) {
  SarifRenderer(sources, os).write(engine.sorted(), options.tool);
  os << '\n';
}
