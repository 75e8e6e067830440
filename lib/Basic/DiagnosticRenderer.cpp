//===- DiagnosticRenderer.cpp - Diagnostics as people and tools read them -===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Basic/DiagnosticRenderer.h"
#include "Renderers.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/ErrorHandling.h"
#include <algorithm>
#include <cstdlib>

using namespace plue;

std::optional<DiagnosticFormat>
plue::parseDiagnosticFormat(llvm::StringRef name) {
  return llvm::StringSwitch<std::optional<DiagnosticFormat>>(name)
      .Case("text", DiagnosticFormat::Text)
      .Case("json", DiagnosticFormat::Json)
      .Case("sarif", DiagnosticFormat::Sarif)
      .Case("github", DiagnosticFormat::GitHub)
      .Default(std::nullopt);
}

void plue::render(const DiagnosticEngine &engine, const SourceManager &sources,
                  const RenderOptions &options, llvm::raw_ostream &os) {
  switch (options.format) {
  case DiagnosticFormat::Text:
    return renderText(engine, sources, options, os);
  case DiagnosticFormat::Json:
    return renderJson(engine, sources, options, os);
  case DiagnosticFormat::Sarif:
    return renderSarif(engine, sources, options, os);
  case DiagnosticFormat::GitHub:
    return renderGitHub(engine, sources, options, os);
  }
  llvm_unreachable("every format has a renderer");
}

/// Whether the environment variable \p name says yes: set, not empty, not 0.
static bool isSet(const char *name) {
  const char *value = std::getenv(name);
  return value && *value != '\0' && llvm::StringRef(value) != "0";
}

bool plue::wantsColor(const llvm::raw_ostream &os) {
  const char *noColor = std::getenv("NO_COLOR");
  if (noColor && *noColor != '\0') // https://no-color.org: any value counts.
    return false;
  return isSet("CLICOLOR_FORCE") || os.has_colors();
}

llvm::StringRef plue::nameOf(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Note:
    return "note";
  }
  llvm_unreachable("every severity has a name");
}

SourceRange plue::clampToFile(SourceRange range, const SourceManager &sources) {
  if (!range.isValid() || range.file.index >= sources.numFiles())
    return {};
  auto size = static_cast<uint32_t>(sources.text(range.file).size());
  range.begin = std::min(range.begin, size);
  range.end = std::clamp(range.end, range.begin, size);
  return range;
}

std::string plue::describe(const FixIt &fixIt, const SourceManager &sources) {
  SourceRange range = clampToFile(fixIt.range, sources);
  llvm::StringRef old = range.isValid() ? sources.text(range) : "";
  llvm::StringRef text = fixIt.replacement;
  if (old.empty())
    return ("insert `" + text + "`").str();
  if (text.empty())
    return ("remove `" + old + "`").str();
  return ("replace `" + old + "` with `" + text + "`").str();
}
