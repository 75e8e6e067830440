//===- Template.cpp - Where values stand in a shell command ---------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Shell/Template.h"
#include "Grammar.h"
#include "Scanner.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <cassert>

using namespace plue;
using namespace plue::shell;

namespace {
/// The pieces put together with a placeholder in each hole.
struct JoinedText {
  std::string text;
  Placeholders placeholders;
  /// The offset in the text of each piece.
  llvm::SmallVector<uint32_t> starts;
};
} // namespace

/// A word that means nothing to the shell. It need not be unique: holes are
/// known by their offsets.
static constexpr llvm::StringLiteral placeholder = "PlueHole";

static JoinedText joinPieces(llvm::ArrayRef<Piece> pieces) {
  JoinedText joined;
  joined.placeholders.size = placeholder.size();
  for (const Piece &piece : pieces) {
    if (!joined.starts.empty()) {
      joined.placeholders.offsets.push_back(joined.text.size());
      joined.text += placeholder;
    }
    joined.starts.push_back(joined.text.size());
    joined.text += piece.text;
  }
  return joined;
}

/// Where the byte \p offset of the joined text is written, as near as pieces
/// say.
static SourceRange originOf(uint32_t offset, const JoinedText &joined,
                            llvm::ArrayRef<Piece> pieces) {
  auto it = llvm::upper_bound(joined.starts, offset);
  size_t index = it - joined.starts.begin() - 1;
  SourceRange range = pieces[index].range;
  uint32_t within = offset - joined.starts[index];
  bool isExact = range.isValid() &&
                 range.end - range.begin == pieces[index].text.size() &&
                 within < pieces[index].text.size();
  if (!isExact)
    return range;
  return {.file = range.file,
          .begin = range.begin + within,
          .end = range.begin + within + 1};
}

static LogicalResult reportFaults(llvm::ArrayRef<ScannedHole> scanned,
                                  llvm::ArrayRef<SourceRange> holes,
                                  SourceRange confusion,
                                  DiagnosticEngine &diags) {
  bool isSound = true;
  for (const auto &[hole, range] : llvm::zip_equal(scanned, holes)) {
    if (hole.fault == Fault::None)
      continue;
    isSound = false;
    auto builder = reportFault(range, hole.fault, hole.subject, diags);
    if (hole.fault == Fault::Unclear && confusion.isValid() &&
        !(confusion == range))
      builder.label(confusion, "not understood from here");
  }
  return success(isSound);
}

static LogicalResult checkSize(llvm::ArrayRef<Piece> pieces,
                               llvm::ArrayRef<SourceRange> holes,
                               DiagnosticEngine &diags) {
  uint64_t bytes = 0;
  for (const Piece &piece : pieces)
    bytes += piece.text.size();
  if (bytes + holes.size() * placeholder.size() <= maxCommandBytes)
    return success();
  return diags.report(holes.front(), diag::shell_too_large, bytes,
                      maxCommandBytes);
}

FailureOr<llvm::SmallVector<HoleContext>>
shell::analyze(llvm::ArrayRef<Piece> pieces, llvm::ArrayRef<SourceRange> holes,
               Dialect dialect, DiagnosticEngine &diags) {
  assert(pieces.size() == holes.size() + 1 && "holes are between pieces");
  llvm::SmallVector<HoleContext> contexts;
  if (holes.empty())
    return contexts;
  if (failed(checkSize(pieces, holes, diags)))
    return failure();
  JoinedText joined = joinPieces(pieces);
  ScanResult result = scan(joined.text, joined.placeholders, dialect);
  if (result.isTooDeep)
    return diags.report(holes.front(), diag::shell_too_deep, maxCommandNesting);
  SourceRange confusion;
  if (result.confusedAt)
    confusion = originOf(*result.confusedAt, joined, pieces);
  else
    crossCheck(joined.text, joined.placeholders, result);
  if (failed(reportFaults(result.holes, holes, confusion, diags)))
    return failure();
  for (const ScannedHole &hole : result.holes)
    contexts.push_back(hole.context);
  return contexts;
}
