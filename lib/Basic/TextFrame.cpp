//===- TextFrame.cpp - Source lines with marks under them -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TextFrame.h"
#include "LineLayout.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include <algorithm>
#include <map>

using namespace plue;

/// Of a range over more lines than these together, the middle is left out.
static constexpr uint32_t headLines = 3, tailLines = 2;

namespace {
/// The part of a mark that lies in one line, in bytes from the line's start.
struct Segment {
  uint32_t begin, end;
  const Mark *mark;
  /// Whether the mark ends here, so that its text belongs here.
  bool isLast;
};

/// A segment in columns.
struct Span {
  uint32_t begin, end;
  const Mark *mark;
  llvm::StringRef text;
};

using Segments = llvm::SmallVector<Segment, 2>;
/// By line number; a line without segments is there for context.
using Lines = std::map<uint32_t, Segments>;
} // namespace

Style plue::styleOf(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return Style::Error;
  case Severity::Warning:
    return Style::Warning;
  case Severity::Note:
    return Style::Note;
  }
  llvm_unreachable("every severity has a style");
}

static llvm::StringRef escapeOf(Style style) {
  switch (style) {
  case Style::Plain:
    return "";
  case Style::Bold:
    return "\x1b[1m";
  case Style::Error:
    return "\x1b[1;31m";
  case Style::Warning:
    return "\x1b[1;33m";
  case Style::Note:
    return "\x1b[1;36m";
  case Style::Help:
    return "\x1b[1;32m";
  case Style::Gutter:
    return "\x1b[1;34m";
  }
  llvm_unreachable("every style has an escape sequence");
}

Painter &Painter::paint(Style style, llvm::StringRef text) {
  if (!color || style == Style::Plain || text.empty()) {
    os << text;
    return *this;
  }
  os << escapeOf(style) << text << "\x1b[0m";
  return *this;
}

//===----------------------------------------------------------------------===//
// From marks to lines
//===----------------------------------------------------------------------===//

static uint32_t lineOf(FileId file, uint32_t offset,
                       const SourceManager &sources) {
  return sources.lineColumn(file, offset).line;
}

/// The part of \p mark in line \p number, which lies between \p first and
/// \p last, the mark's own lines. Indentation is not underlined.
static Segment segmentIn(uint32_t number, uint32_t first, uint32_t last,
                         const Mark &mark, const SourceManager &sources) {
  FileId file = mark.range.file;
  llvm::StringRef line = sources.line(file, number);
  uint32_t start = sources.lineStart(file, number);
  auto size = static_cast<uint32_t>(line.size());
  size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
  uint32_t begin = number == first ? mark.range.begin - start : indent;
  uint32_t end = number == last ? mark.range.end - start : size;
  begin = std::min(begin, size);
  return {.begin = begin,
          .end = std::clamp(end, begin, size),
          .mark = &mark,
          .isLast = number == last};
}

static void addMark(const Mark &mark, const SourceManager &sources,
                    Lines &lines) {
  SourceRange range = mark.range;
  uint32_t first = lineOf(range.file, range.begin, sources);
  // A range that ends with a line end does not reach into the next line.
  uint32_t lastByte = range.end > range.begin ? range.end - 1 : range.begin;
  uint32_t last = lineOf(range.file, lastByte, sources);
  bool isLong = last - first >= headLines + tailLines;
  for (uint32_t number = first; number <= last; ++number) {
    if (isLong && number == first + headLines)
      number = last - tailLines + 1;
    Segment segment = segmentIn(number, first, last, mark, sources);
    bool isBlank = segment.begin == segment.end && first != last;
    Segments &segments = lines[number];
    if (!isBlank || segment.isLast)
      segments.push_back(segment);
  }
}

/// A single line left out takes as much room as saying that it is.
static void fillGaps(Lines &lines) {
  for (auto it = lines.begin(); std::next(it) != lines.end(); ++it)
    if (std::next(it)->first == it->first + 2)
      lines.try_emplace(it->first + 1);
}

//===----------------------------------------------------------------------===//
// From lines to rows
//===----------------------------------------------------------------------===//

namespace {
/// Draws one frame.
class Frame {
public:
  Frame(FileId file, const SourceManager &sources, unsigned gutterWidth,
        Painter &painter)
      : file(file), sources(sources), gutterWidth(gutterWidth),
        painter(painter) {}

  void draw(const Lines &lines);

private:
  void drawLine(uint32_t number, llvm::ArrayRef<Segment> segments);
  void drawMarks(llvm::MutableArrayRef<Span> spans);
  void drawHanging(llvm::ArrayRef<Span> spans);
  uint32_t drawPipes(llvm::ArrayRef<Span> spans);
  void drawGutter(llvm::StringRef number);
  void endRow() { painter << "\n"; }

  FileId file;
  const SourceManager &sources;
  unsigned gutterWidth;
  Painter &painter;
};
} // namespace

void Frame::drawGutter(llvm::StringRef number) {
  std::string gutter(gutterWidth - number.size(), ' ');
  painter.paint(Style::Gutter, gutter + number.str() + " |");
}

void Frame::draw(const Lines &lines) {
  drawGutter("");
  endRow();
  uint32_t previous = 0;
  for (const auto &[number, segments] : lines) {
    if (previous != 0 && number != previous + 1) {
      painter.paint(Style::Gutter, "...");
      endRow();
    }
    drawLine(number, segments);
    previous = number;
  }
}

/// What must be in view: the primary segment, else the first one.
static const Segment *focusOf(llvm::ArrayRef<Segment> segments) {
  const auto *it =
      llvm::find_if(segments, [](auto &s) { return s.mark->isPrimary; });
  return it != segments.end() ? it : segments.begin();
}

void Frame::drawLine(uint32_t number, llvm::ArrayRef<Segment> segments) {
  llvm::StringRef line = sources.line(file, number);
  const Segment *focus = segments.empty() ? nullptr : focusOf(segments);
  LineLayout layout(line, focus ? focus->begin : 0, focus ? focus->end : 0);
  drawGutter(std::to_string(number));
  if (!layout.shown().empty())
    painter << " " << layout.shown();
  endRow();
  if (segments.empty())
    return;

  llvm::SmallVector<Span, 4> spans;
  for (const Segment &segment : segments) {
    uint32_t begin = layout.columnOf(segment.begin);
    uint32_t end = std::max(begin + 1, layout.columnOf(segment.end));
    spans.push_back({.begin = begin,
                     .end = end,
                     .mark = segment.mark,
                     .text = segment.isLast ? segment.mark->text : ""});
  }
  drawMarks(spans);
}

/// The marks of all spans in one row: dashes, and carets over them. A space
/// stands where nothing is marked.
static std::string markRow(llvm::ArrayRef<Span> spans) {
  std::string row;
  for (bool isPrimary : {false, true}) {
    for (const Span &span : spans) {
      if (span.mark->isPrimary != isPrimary)
        continue;
      row.resize(std::max<size_t>(row.size(), span.end), ' ');
      std::fill(row.begin() + span.begin, row.begin() + span.end,
                isPrimary ? '^' : '-');
    }
  }
  return row;
}

static Style styleOfMarks(char c, llvm::ArrayRef<Span> spans) {
  for (const Span &span : spans)
    if (span.mark->isPrimary == (c == '^'))
      return span.mark->style;
  return Style::Plain;
}

void Frame::drawMarks(llvm::MutableArrayRef<Span> spans) {
  llvm::stable_sort(
      spans, [](const Span &a, const Span &b) { return a.begin < b.begin; });
  std::string row = markRow(spans);
  drawGutter("");
  painter << " ";
  for (llvm::StringRef rest = row; !rest.empty();) {
    llvm::StringRef run =
        rest.take_while([&](char c) { return c == rest.front(); });
    Style style =
        run.front() == ' ' ? Style::Plain : styleOfMarks(run.front(), spans);
    painter.paint(style, run);
    rest = rest.drop_front(run.size());
  }

  llvm::SmallVector<Span, 4> hanging;
  llvm::copy_if(spans, std::back_inserter(hanging),
                [](const Span &span) { return !span.text.empty(); });
  if (!hanging.empty() && hanging.back().end == row.size()) {
    const Span &last = hanging.back();
    painter << " ";
    painter.paint(last.mark->style, printable(last.text));
    hanging.pop_back();
  }
  endRow();
  drawHanging(hanging);
}

/// A row of connections to \p spans; returns the column it ends at.
uint32_t Frame::drawPipes(llvm::ArrayRef<Span> spans) {
  drawGutter("");
  painter << " ";
  uint32_t column = 0;
  for (const Span &span : spans) {
    if (span.begin < column)
      continue; // Hangs from the same place as the one before it.
    painter.indent(span.begin - column);
    painter.paint(span.mark->style, "|");
    column = span.begin + 1;
  }
  return column;
}

void Frame::drawHanging(llvm::ArrayRef<Span> spans) {
  if (spans.empty())
    return;
  drawPipes(spans);
  endRow();
  while (!spans.empty()) {
    Span last = spans.back();
    spans = spans.drop_back();
    // Labels of one place are listed below each other, without a pipe between.
    auto before = spans.take_while(
        [&](const Span &span) { return span.begin < last.begin; });
    uint32_t column = drawPipes(before);
    painter.indent(last.begin - column);
    painter.paint(last.mark->style, printable(last.text));
    endRow();
  }
}

void plue::drawFrame(llvm::ArrayRef<Mark> marks, const SourceManager &sources,
                     Painter &painter) {
  Lines lines;
  for (const Mark &mark : marks)
    addMark(mark, sources, lines);
  fillGaps(lines);
  unsigned gutterWidth = std::to_string(lines.rbegin()->first).size();
  Frame(marks.front().range.file, sources, gutterWidth, painter).draw(lines);
}
