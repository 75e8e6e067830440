//===- OutputFile.h - Text on its way out -----------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_OUTPUTFILE_H
#define PLUE_LIB_EXEC_OUTPUTFILE_H

#include "plue/Sandbox/FileDescriptor.h"
#include "llvm/ADT/Twine.h"
#include <string>

namespace plue::exec {

/// Collects text and writes it to a descriptor when asked to, or when there is
/// much of it. The first error ends all writing and is kept.
class OutputFile {
public:
  OutputFile() = default;
  /// \p isOwned: closed with this.
  OutputFile(int fd, bool isOwned) : fd(fd), isOwned(isOwned) {}
  OutputFile(OutputFile &&other) { *this = std::move(other); }
  OutputFile &operator=(OutputFile &&other);
  ~OutputFile();

  /// Makes the file \p path anew.
  static llvm::Expected<OutputFile> create(const llvm::Twine &path);

  bool isOpen() const { return fd >= 0; }
  void append(llvm::StringRef text) {
    buffer += text;
    if (buffer.size() >= MaxBuffer)
      flush();
  }
  void flush();
  /// The errno of what went wrong, or 0.
  int error() const { return errorNumber; }

private:
  static constexpr size_t MaxBuffer = 64 << 10;

  int fd = -1;
  bool isOwned = false;
  int errorNumber = 0;
  std::string buffer;
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_OUTPUTFILE_H
