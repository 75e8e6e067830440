//===- Source.h - Source files, positions and ranges ------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A range is a file and two byte offsets. Lines and columns exist only
/// where a person reads them; they are computed from the offsets on demand.
//===----------------------------------------------------------------------===//
#ifndef PLUE_BASIC_SOURCE_H
#define PLUE_BASIC_SOURCE_H

#include "plue/Support/Ids.h"
#include "llvm/ADT/StringRef.h"
#include <memory>
#include <string>
#include <vector>

namespace plue {

using FileId = Id<struct FileTag>;

/// The bytes [begin, end) of a file. An invalid file means "no location".
struct SourceRange {
  FileId file;
  uint32_t begin = 0;
  uint32_t end = 0;

  bool isValid() const { return file.isValid(); }
  friend bool operator==(SourceRange, SourceRange) = default;
};

/// The smallest range that covers both; they must be in the same file.
SourceRange join(SourceRange a, SourceRange b);

/// A position as people count: both from 1, the column in code points.
struct LineColumn {
  uint32_t line = 0;
  uint32_t column = 0;
};

/// Owns the text of every file that diagnostics may point into.
class SourceManager {
public:
  /// Takes a file's text under the path that messages should show.
  FileId add(std::string path, std::string text);

  llvm::StringRef path(FileId file) const;
  llvm::StringRef text(FileId file) const;
  llvm::StringRef text(SourceRange range) const;
  uint32_t numFiles() const { return files.size(); }

  LineColumn lineColumn(FileId file, uint32_t offset) const;
  uint32_t numLines(FileId file) const;
  /// The text of line \p line (from 1) without its line end.
  llvm::StringRef line(FileId file, uint32_t line) const;
  /// The byte offset at which line \p line (from 1) starts.
  uint32_t lineStart(FileId file, uint32_t line) const;

private:
  struct File {
    std::string path;
    std::string text;
    /// Offsets of line starts; filled when first asked for.
    mutable std::vector<uint32_t> lineStarts;
  };
  const std::vector<uint32_t> &lineStarts(const File &file) const;
  const File &get(FileId file) const { return *files[file.index]; }

  std::vector<std::unique_ptr<File>> files;
};

} // namespace plue

#endif // PLUE_BASIC_SOURCE_H
