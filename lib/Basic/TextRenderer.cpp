//===- TextRenderer.cpp - Diagnostics on a terminal -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A first line that editors and build systems know how to jump to,
/// `path:line:col: error: message [code]`, then the frame with the marked
/// source, the notes with frames of their own, and last what to do about it.
//===----------------------------------------------------------------------===//
#include "LineLayout.h"
#include "Renderers.h"
#include "TextFrame.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace plue;

namespace {
class TextRenderer {
public:
  TextRenderer(const SourceManager &sources, const RenderOptions &options,
               llvm::raw_ostream &os)
      : sources(sources), options(options), painter(os, options.color) {}

  void draw(const Diagnostic &diagnostic);
  void drawSummary(const DiagnosticEngine &engine);

private:
  void drawHeadline(const Diagnostic &diagnostic);
  void drawFrames(const Diagnostic &diagnostic);
  void drawNote(const Diagnostic &note);
  void drawHelp(llvm::StringRef text);
  std::string position(SourceRange range) const;

  const SourceManager &sources;
  const RenderOptions &options;
  Painter painter;
};
} // namespace

/// `path:line:col`.
std::string TextRenderer::position(SourceRange range) const {
  LineColumn at = sources.lineColumn(range.file, range.begin);
  return llvm::formatv("{0}:{1}:{2}", printable(sources.path(range.file)),
                       at.line, at.column)
      .str();
}

void TextRenderer::drawHeadline(const Diagnostic &diagnostic) {
  SourceRange range = clampToFile(diagnostic.range, sources);
  std::string where = range.isValid() ? position(range) : options.tool.str();
  painter.paint(Style::Bold, where + ": ");
  painter.paint(styleOf(diagnostic.severity), nameOf(diagnostic.severity));
  painter.paint(Style::Bold, ": " + printable(diagnostic.message));
  painter << " [" << codeOf(diagnostic.id) << "]\n";
}

/// One frame for each file, beginning with that of the primary range. A label
/// without a location is still said.
void TextRenderer::drawFrames(const Diagnostic &diagnostic) {
  std::vector<Mark> marks;
  SourceRange primary = clampToFile(diagnostic.range, sources);
  if (primary.isValid())
    marks.push_back({.range = primary,
                     .text = {},
                     .style = styleOf(diagnostic.severity),
                     .isPrimary = true});
  for (const Label &label : diagnostic.labels) {
    SourceRange range = clampToFile(label.range, sources);
    if (range.isValid())
      marks.push_back({.range = range,
                       .text = label.text,
                       .style = Style::Gutter,
                       .isPrimary = false});
    else
      drawHelp(label.text);
  }
  while (!marks.empty()) {
    FileId file = marks.front().range.file;
    auto rest = std::stable_partition(
        marks.begin(), marks.end(),
        [&](const Mark &mark) { return mark.range.file == file; });
    if (!marks.front().isPrimary) {
      painter.paint(Style::Gutter, "::: ");
      painter << position(marks.front().range) << "\n";
    }
    drawFrame(llvm::ArrayRef(marks.data(), rest - marks.begin()), sources,
              painter);
    marks.erase(marks.begin(), rest);
  }
}

void TextRenderer::drawNote(const Diagnostic &note) {
  painter.paint(Style::Note, "note");
  painter << ": ";
  SourceRange range = clampToFile(note.range, sources);
  if (range.isValid())
    painter << position(range) << ": ";
  painter << printable(note.message) << "\n";
  drawFrames(note);
}

/// A hint may have several lines, for instance a corrected program.
void TextRenderer::drawHelp(llvm::StringRef text) {
  painter.paint(Style::Help, "help");
  llvm::StringRef lead = ": ";
  for (llvm::StringRef line : llvm::split(text, '\n')) {
    painter << lead << printable(line) << "\n";
    lead = "      ";
  }
}

/// Whether one of \p hints already shows what \p fixIt puts in.
static bool isMentioned(const FixIt &fixIt, llvm::ArrayRef<std::string> hints) {
  std::string quoted = "`" + fixIt.replacement + "`";
  return llvm::any_of(hints, [&](const std::string &hint) {
    return hint.find(quoted) != std::string::npos;
  });
}

void TextRenderer::draw(const Diagnostic &diagnostic) {
  drawHeadline(diagnostic);
  drawFrames(diagnostic);
  for (const Diagnostic &note : diagnostic.notes)
    drawNote(note);
  for (const std::string &hint : diagnostic.hints)
    drawHelp(hint);
  for (const FixIt &fixIt : diagnostic.fixIts)
    if (!isMentioned(fixIt, diagnostic.hints))
      drawHelp(printable(describe(fixIt, sources)));
  painter << "\n";
}

/// "2 errors", "1 warning", or nothing.
static std::string counted(uint32_t count, llvm::StringRef noun) {
  if (count == 0)
    return "";
  return llvm::formatv("{0} {1}{2}", count, noun, count == 1 ? "" : "s").str();
}

void TextRenderer::drawSummary(const DiagnosticEngine &engine) {
  if (engine.numSuppressed() != 0)
    painter << llvm::formatv("… and {0} more suppressed\n",
                             engine.numSuppressed())
                   .str();
  std::string errors = counted(engine.numErrors(), "error");
  std::string warnings = counted(engine.numWarnings(), "warning");
  if (errors.empty() && warnings.empty())
    return;
  llvm::StringRef comma = errors.empty() || warnings.empty() ? "" : ", ";
  painter << errors << comma << warnings << "\n";
}

void plue::renderText(const DiagnosticEngine &engine,
                      const SourceManager &sources,
                      const RenderOptions &options, llvm::raw_ostream &os) {
  TextRenderer renderer(sources, options, os);
  for (const Diagnostic *diagnostic : engine.sorted())
    renderer.draw(*diagnostic);
  renderer.drawSummary(engine);
}
